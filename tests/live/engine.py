"""The Docker Engine's API, as far as the scripts that look at a real engine need it."""
import http.client
import json
import os
import secrets
import socket
import threading
import urllib.parse

TEST_IMAGE = "muster-test/busybox:1"  # tests/machine/busybox-image.sh makes it
PROJECT = "com.docker.compose.project"


def socket_path():
    """The engine's socket, of DOCKER_HOST or the default one."""
    host = os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
    if not host.startswith("unix://"):
        raise SystemExit(f"this needs an engine on a unix socket, and DOCKER_HOST is {host}")
    return host.removeprefix("unix://")


def random_subnet():
    """The first three bytes of a network that two runs at once will hardly both choose."""
    return f"10.213.{secrets.randbelow(256)}"


class EngineError(Exception):
    pass


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("engine", timeout=120)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Engine:
    def __init__(self, path=None):
        self.path = path or socket_path()

    def ask(self, method, path, **query):
        """The answer, decoded; None when what is asked for is not there. Lists and objects of a query are JSON."""
        words = {name: value if isinstance(value, str) else json.dumps(value) for name, value in query.items()}
        connection = Connection(self.path)
        try:
            connection.request(method, path + "?" + urllib.parse.urlencode(words))
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        if answer.status == 404:
            return None
        if answer.status >= 400:
            raise EngineError(f"{method} {path}: {answer.status} {text.strip()}")
        return json.loads(text or "null")

    def why_unusable(self):
        """Why no script can run on this engine, or None."""
        try:
            if self.ask("GET", f"/images/{TEST_IMAGE}/json"):
                return None
        except OSError as error:
            return f"no engine answers on {self.path}: {error.strerror}"
        return f"image {TEST_IMAGE} is not there; tests/machine/busybox-image.sh makes it"

    def containers(self, project):
        """Inspections of all the project's containers, one-off ones too, by name."""
        found = self.ask("GET", "/containers/json", all="1", filters={"label": [f"{PROJECT}={project}"]})
        looks = [self.ask("GET", f"/containers/{each['Id']}/json") for each in found]
        return {look["Name"].lstrip("/"): look for look in sorted(filter(None, looks), key=lambda c: c["Name"])}

    def networks(self, project):
        found = self.ask("GET", "/networks", filters={"label": [f"{PROJECT}={project}"]})
        return {network["Name"]: network for network in sorted(found, key=lambda n: (n["Name"], n["Id"]))}

    def volumes(self, project):
        found = self.ask("GET", "/volumes", filters={"label": [f"{PROJECT}={project}"]})["Volumes"] or []
        return {volume["Name"]: volume for volume in found}

    def has_volume(self, name):
        return self.ask("GET", f"/volumes/{name}") is not None

    def images(self, project):
        return self.ask("GET", "/images/json", filters={"label": [f"{PROJECT}={project}"]})

    def watch(self, project):
        return EventWatch(self.path, project)


class EventWatch:
    """The project's events while it is open. The engine itself keeps only the last 256 of all projects."""

    def __init__(self, path, project):
        self.events = []
        self.connection = Connection(path)
        self.connection.timeout = None
        query = urllib.parse.urlencode({"filters": json.dumps({"label": [f"{PROJECT}={project}"]})})
        self.connection.request("GET", "/events?" + query)
        self.stream = self.connection.getresponse()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.reader.join()

    def _read(self):
        try:
            for line in self.stream:
                self.events.append(json.loads(line))
        except (OSError, http.client.HTTPException, ValueError):
            return  # closed
