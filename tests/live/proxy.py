"""Stands between a program and the engine, and writes down each request with its times."""
import os
import re
import socket
import tempfile
import threading
import time
from dataclasses import dataclass

REQUEST = re.compile(rb"(GET|HEAD|POST|PUT|DELETE) (?:/v[0-9.]+)?(/[^ ?]*)(\S*) HTTP/1\.1\r\n")
CHUNK = 1 << 18


@dataclass
class Request:
    method: str
    path: str      # without version and query
    query: str
    asked: float   # UNIX seconds
    answered: float = 0.0  # the first byte of the answer; 0 while there is none

    def is_change(self):
        return self.method not in ("GET", "HEAD")


class Proxy:
    def __init__(self, engine_path):
        self.engine_path = engine_path
        self.folder = tempfile.TemporaryDirectory(prefix="muster-proxy-")
        self.path = os.path.join(self.folder.name, "engine.sock")
        self.requests = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(128)
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.folder.cleanup()

    @property
    def host(self):
        return "unix://" + self.path

    def changes(self):
        return [request for request in self.requests if request.is_change()]

    def forget(self):
        self.requests = []

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self._serve(client)

    def _serve(self, client):
        engine = socket.socket(socket.AF_UNIX)
        engine.connect(self.engine_path)
        unanswered = []
        for job in ((client, engine, lambda data: self._record(data, unanswered)),
                    (engine, client, lambda _: note_answer(unanswered))):
            threading.Thread(target=pump, args=job, daemon=True).start()

    def _record(self, data, unanswered):
        for method, path, query in REQUEST.findall(data):
            request = Request(method.decode(), path.decode(), query.decode(), time.time())
            self.requests.append(request)
            unanswered.append(request)


def note_answer(unanswered):
    while unanswered:
        unanswered.pop(0).answered = time.time()


def pump(source, target, watch):
    """Passes on until the end of the stream, and then its end."""
    try:
        while data := source.recv(CHUNK):
            watch(data)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
