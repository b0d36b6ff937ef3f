#!/usr/bin/env python3
"""Runs a command with DOCKER_HOST set to a proxy in front of the engine and prints how many requests it made.

    count_calls.py COMMAND...     (the engine is the one of DOCKER_HOST, or the default socket; SHOW_CALLS=1 lists them)
"""
import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "live"))
from engine import socket_path  # noqa: E402
from proxy import Proxy  # noqa: E402


def main():
    with Proxy(socket_path()) as proxy:
        environment = dict(os.environ, DOCKER_HOST=proxy.host)
        subprocess.run(sys.argv[1:], env=environment, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        print(f"engine calls {len(proxy.requests)}, of them changing {len(proxy.changes())}")
        if os.environ.get("SHOW_CALLS"):
            for request in proxy.requests:
                print("   ", request.method, request.path + request.query)


main()
