#!/usr/bin/env python3
"""Installs a build into an empty directory and looks at what is there: install_test.py BUILD-FOLDER

Every file is where Debian's tools look for it, the program runs under each of its names, the manual has a page
for each command and no mistakes that groff would tell, and bash completes command lines.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop()).resolve()
OWN_FILES = """
bin/docker-compose
bin/muster
libexec/docker/cli-plugins/docker-compose
share/bash-completion/completions/docker-compose
share/bash-completion/completions/muster
share/doc/muster/LICENSE
share/doc/muster/README.md
share/doc/muster/commands.md
share/fish/vendor_completions.d/docker-compose.fish
share/fish/vendor_completions.d/muster.fish
share/man/man1/muster.1
share/zsh/site-functions/_muster
""".split()
COMPOSE = "services:\n  web: {image: a, profiles: [debug]}\n  db: {image: a}\n"


def run(*arguments, **options):
    return subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True, timeout=60,
                          **options)


class Installation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stage = pathlib.Path(tempfile.mkdtemp(prefix="muster-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.stage)
        done = run("cmake", "--install", BUILD, "--prefix", "/usr", env={**os.environ, "DESTDIR": str(cls.stage)})
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        cls.usr = cls.stage / "usr"
        cls.muster = cls.usr / "bin/muster"
        cls.project = cls.stage / "project"
        cls.project.mkdir()
        (cls.project / "compose.yaml").write_text(COMPOSE)

    def commands(self):
        """The commands that the program completes, by name."""
        lines = run(self.muster, "__completeNoDesc", "").stdout.splitlines()
        return [line for line in lines if not line.startswith(":")]

    def test_every_file_is_where_it_belongs(self):
        files = [str(path.relative_to(self.usr)) for path in self.usr.rglob("*") if not path.is_dir()]
        pages = [f"share/man/man1/muster-{command}.1" for command in self.commands()]
        self.assertGreater(len(pages), 30)
        self.assertEqual(sorted(files), sorted(OWN_FILES + pages))

    def test_only_programs_are_executable(self):
        programs = {"bin/docker-compose", "bin/muster", "libexec/docker/cli-plugins/docker-compose"}
        for path in self.usr.rglob("*"):
            if path.is_file():
                self.assertEqual(os.access(path, os.X_OK), str(path.relative_to(self.usr)) in programs, path)

    def test_the_program_runs_under_each_of_its_names(self):
        version = run(self.muster, "version", "--short").stdout
        self.assertRegex(version, r"^\d+\.\d+\.\d+\n$")
        plugin = self.usr / "libexec/docker/cli-plugins/docker-compose"
        self.assertEqual(run(self.usr / "bin/docker-compose", "version", "--short").stdout, version)
        self.assertEqual(run(plugin, "compose", "version", "--short").stdout, version)
        metadata = json.loads(run(plugin, "docker-cli-plugin-metadata").stdout)
        self.assertEqual(metadata["SchemaVersion"], "0.1.0")
        self.assertEqual(metadata["Version"] + "\n", version)
        self.assertEqual(sorted(metadata), ["SchemaVersion", "ShortDescription", "Vendor", "Version"])

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_groff_finds_nothing_wrong_with_the_manual(self):
        for page in sorted((self.usr / "share/man/man1").iterdir()):
            done = run("groff", "-man", "-Tutf8", "-ww", "-z", "-rCHECKSTYLE=2", page)
            self.assertEqual((page.name, done.stderr, done.returncode), (page.name, "", 0))

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_a_page_has_what_help_says(self):
        page = self.usr / "share/man/man1/muster-stop.1"
        text = run("groff", "-man", "-Tascii", "-P-cbou", page).stdout
        for part in ("muster-stop - ", "muster stop [FLAGS] [SERVICE...]", "-t, --timeout SECONDS", "-h, --help"):
            self.assertIn(part, text)

    def bash(self, line):
        """What bash would offer behind the line, as its readline calls the function."""
        script = """
            source "$1"
            COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
            # Bash breaks words at '=' and ':' too.
            spaced=${2//=/ = } spaced=${spaced//:/ : }
            read -ra COMP_WORDS <<<"$spaced"
            [[ $spaced != *' ' || $2 == *[=:] ]] || COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _muster
            printf '%s\\n' "${COMPREPLY[@]}"
        """
        file = self.usr / "share/bash-completion/completions/muster"
        path = f"{self.usr / 'bin'}:{os.environ['PATH']}"
        done = run("bash", "-uc", script, "bash", file, line, cwd=self.project, env={**os.environ, "PATH": path})
        self.assertEqual(done.stderr, "", line)
        return done.stdout.split()

    def test_bash_completes_commands_flags_and_services(self):
        self.assertEqual(self.bash("muster un"), ["unpause"])
        self.assertEqual(self.bash("muster up --pu"), ["--pull"])
        self.assertEqual(self.bash("muster up --pull m"), ["missing"])
        self.assertEqual(self.bash("muster --progress=j"), ["json"])
        self.assertEqual(self.bash("muster --progress=").count("plain"), 1)
        self.assertEqual(self.bash("muster logs "), ["db", "web"])
        self.assertEqual(self.bash("docker-compose --profile "), ["debug"])
        self.assertEqual(self.bash("muster scale w"), ["web="])
        self.assertEqual(self.bash("muster cp w"), ["web:"])

    def test_bash_completes_files_where_files_stand(self):
        (self.project / "notes.txt").touch()
        (self.project / "sub").mkdir(exist_ok=True)
        self.assertEqual(self.bash("muster -f comp"), ["compose.yaml"])
        self.assertEqual(self.bash("muster --file=comp"), ["compose.yaml"])
        self.assertEqual(self.bash("muster -f n"), [])
        self.assertEqual(self.bash("muster --env-file n"), ["notes.txt"])
        self.assertEqual(self.bash("muster --project-directory "), ["sub"])
        self.assertEqual(self.bash("muster cp ./n"), ["./notes.txt"])

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_its_script(self):
        done = run("zsh", "-n", self.usr / "share/zsh/site-functions/_muster")
        self.assertEqual((done.stderr, done.returncode), ("", 0))

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes(self):
        file = self.usr / "share/fish/vendor_completions.d/muster.fish"
        path = f"{self.usr / 'bin'}:{os.environ['PATH']}"
        done = run("fish", "-c", f"source {file}; complete -C 'muster logs '", cwd=self.project,
                   env={**os.environ, "PATH": path})
        self.assertEqual(done.stdout.split(), ["db", "web"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
