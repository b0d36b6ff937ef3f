"""The table argued.txt: differences that are meant."""
import os
import re

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "argued.txt")


class Argued:
    def __init__(self, path=TABLE):
        with open(path) as text:
            rows = [line.rstrip("\n").split(": ", 1) for line in text if line[0] not in "# \n"]
        self.rows = [(kind, re.compile(pattern)) for kind, pattern in rows]

    def covers(self, difference):
        text = difference.cause + "\n" + difference.detail
        return any(kind == difference.kind and pattern.search(text) for kind, pattern in self.rows)
