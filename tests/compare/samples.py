"""The table samples.txt: values to try, by attribute."""
import os

from tree import Scalar

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples.txt")


def rows_of(text):
    """(name, values) of each row; a row goes on in the lines that start with a blank."""
    row = ""
    for line in text.splitlines() + [""]:
        if line.startswith(" "):
            row += "  " + line.strip()
            continue
        if row:
            name, _, values = row.partition(":  ")
            yield name, values.split("  ")
        row = "" if line.startswith("#") else line


def read_samples(path=TABLE):
    """Lists of Scalar by dotted path: {"services.*.cgroup": [...]}."""
    shared, samples = {}, {}
    with open(path) as text:
        for name, values in rows_of(text.read()):
            scalars = []
            for value in values:
                scalars += shared[value] if value in shared else [Scalar(value)]
            (shared if name.startswith("@") else samples)[name] = scalars
    return samples
