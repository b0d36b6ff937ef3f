"""A project as it lies on the disk and is called: files, flags, environment."""
import os
import shutil
from dataclasses import dataclass, field

from tree import to_yaml

COMPANIONS = {  # files that attributes may name
    "one.env": "FILE_ONE=1\nSHARED=one\nEMPTY=\nBARE\nQUOTED='a b'\n",
    "two.env": "FILE_TWO=2\nSHARED=two\n",
    "one.labels": "label.file=1\nshared=one\n",
    "secret.txt": "hidden\n",
    "sub/.env": "SUB=below\n",
    "sub/one.env": "FILE_ONE=sub\n",
    "sub/secret.txt": "hidden below\n",
}
VARIABLES = {"SET": "set", "NUMBER": "8", "FLAG": "true", "EMPTY": ""}


@dataclass
class Case:
    name: str
    files: dict  # path -> list of documents
    flags: list = field(default_factory=lambda: ["-f", "compose.yaml"])
    environment: dict = field(default_factory=lambda: dict(VARIABLES))

    def write(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        texts = COMPANIONS | {path: self.text_of(path) for path in self.files}
        for path, text in texts.items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w") as out:
                out.write(text)

    def text_of(self, path):
        return "---\n".join(to_yaml(document) for document in self.files[path])

    def describe(self):
        files = "".join(f"## {path}\n{self.text_of(path)}" for path in self.files)
        return f"# {self.name}\n# flags: {' '.join(self.flags)}\n{files}"

    def key(self):
        """The same for cases that are the same to a program."""
        texts = [(path, self.text_of(path)) for path in sorted(self.files)]
        return repr((self.flags, sorted(self.environment.items()), texts))
