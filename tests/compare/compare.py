#!/usr/bin/env python3
"""Compares Muster with an installed Docker Compose on projects that it makes from the Compose schema.

    compare.py single --schema compose-spec.json --muster build/muster        each value at each place
    compare.py pair   --schema ... --seed 1 --count 1000                      one attribute, written twice
    compare.py random --schema ... --seed 1 --count 1000                      whole projects

It is no part of the test suite, for it needs Docker Compose (2.40.3 is what Muster follows) and the schema of
the Compose specification (schema/compose-spec.json of compose-spec/compose-spec). It needs no engine.

Both programs run on each case in the same folder with the same flags; the verdict, `config --format json`,
`config` and `config --hash '*'` must be equal. What differs is sorted by its cause: the shape of the message of
the side that rejects, or the paths at which the outputs differ. Differences of argued.txt are only
counted. Of the others the first of each cause are reduced (entries, documents, files and tags are taken away
while the cause stays the same) and printed with what both say; exit code 1 tells of them.

The same seed makes the same cases. `--only REGEX` picks cases by name, such as 'services.\\*.ports'. Answers
of the peer are kept in WORK/cache: a second run on them, after a change of Muster, takes only Muster's time
(`--known` leaves out cases that are not there). To look into one case, run both programs in WORK/project,
which holds the files of the last case.

Values to try stand in samples.txt, by attribute; a new attribute of the schema is found by itself.
"""
import argparse
import os
import random
import re
import sys
import time
from collections import defaultdict

from argued import Argued
from attribute_cases import pair_cases, single_cases
from programs import Comparison
from random_cases import random_cases
from reduce import reduce_case
from schema import Schema
from values import Values

PEER = os.path.expanduser("~/.docker/cli-plugins/docker-compose")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["single", "pair", "random"])
    parser.add_argument("--schema", required=True)
    parser.add_argument("--muster", default="build/muster")
    parser.add_argument("--peer", default=PEER)
    parser.add_argument("--work", default="/tmp/compare", help="folder for the cache and the running case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, help="how many cases (single: all)")
    parser.add_argument("--only", default="", help="only cases whose name this regular expression finds")
    parser.add_argument("--skip", action="append", default=[], help="leave out 'services.*.develop'")
    parser.add_argument("--known", action="store_true", help="only cases the peer was asked about before")
    parser.add_argument("--tries", type=int, default=60, help="to reduce a case")
    parser.add_argument("--show", type=int, default=2, help="cases per cause")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    return parser.parse_args()


def make_cases(arguments):
    values = Values(Schema(arguments.schema), random.Random(arguments.seed), arguments.skip)
    if arguments.kind == "single":
        cases = list(single_cases(values))
        random.Random(arguments.seed).shuffle(cases)
        cases = cases[:arguments.count]
    else:
        make = pair_cases if arguments.kind == "pair" else random_cases
        cases = list(make(values, arguments.count or 300))
    return [case for case in cases if re.search(arguments.only, case.name)]


class Findings:
    """What was found, by kind and cause."""

    def __init__(self, comparison, arguments):
        self.comparison, self.arguments = comparison, arguments
        self.argued = Argued()
        self.compared = self.meant = 0
        self.groups = defaultdict(list)

    def add(self, case):
        self.compared += 1
        found = self.comparison.compare(case)
        if found is None:
            return
        if self.argued.covers(found):
            self.meant += 1
            return
        group = self.groups[found.kind, found.cause]
        if len(group) < self.arguments.show:
            case = self.reduced(case, found)
            found = self.comparison.compare(case)
        group.append((case, found))

    def reduced(self, case, found):
        def still_shows_it(smaller):
            other = self.comparison.compare(smaller)
            return other is not None and (other.kind, other.cause) == (found.kind, found.cause)
        return reduce_case(case, still_shows_it, self.arguments.tries)

    def print_all(self):
        others = sum(len(group) for group in self.groups.values())
        print(f"{self.compared} compared, {self.meant} differ as argued, {others} otherwise")
        for (kind, cause), group in sorted(self.groups.items(), key=lambda g: -len(g[1])):
            print(f"\n=== {len(group)} x {kind}: {cause}")
            for case, difference in group[:self.arguments.show]:
                print(case.describe() + "\n    " + difference.detail[:1000].replace("\n", "\n    "))


def main():
    arguments = parse_arguments()
    comparison = Comparison(arguments.peer, os.path.abspath(arguments.muster), arguments.work)
    findings = Findings(comparison, arguments)
    deadline = time.monotonic() + arguments.seconds
    for case in make_cases(arguments):
        if time.monotonic() > deadline:
            break
        if not arguments.known or comparison.is_known(case):
            findings.add(case)
    findings.print_all()
    return 1 if findings.groups else 0


if __name__ == "__main__":
    sys.exit(main())
