#!/usr/bin/env python3
"""Runs a command with DOCKER_HOST set to a proxy in front of the engine and prints how many requests it made.

    count_calls.py SOCKET COMMAND...     (the engine is the one of DOCKER_HOST, or the default socket)
"""
import os
import re
import socket
import subprocess
import sys
import threading

REQUEST = re.compile(rb"(GET|HEAD|POST|PUT|DELETE) (\S+) HTTP/1\.1\r\n")
requests = []


def pump(source, target, watch):
    while True:
        try:
            data = source.recv(65536)
        except OSError:
            data = b""
        if not data:
            break
        if watch:
            requests.extend(REQUEST.findall(data))
        try:
            target.sendall(data)
        except OSError:
            return
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(listener, engine):
    while True:
        client, _ = listener.accept()
        upstream = socket.socket(socket.AF_UNIX)
        upstream.connect(engine)
        threading.Thread(target=pump, args=(client, upstream, True), daemon=True).start()
        threading.Thread(target=pump, args=(upstream, client, False), daemon=True).start()


def main():
    path, command = sys.argv[1], sys.argv[2:]
    engine = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")
    if os.path.exists(path):
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    threading.Thread(target=serve, args=(listener, engine), daemon=True).start()
    environment = dict(os.environ, DOCKER_HOST="unix://" + path)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    changing = sum(1 for method, _ in requests if method not in (b"GET", b"HEAD"))
    print(f"engine calls {len(requests)}, of them changing {changing}")
    if os.environ.get("SHOW_CALLS"):
        for method, target in requests:
            print("   ", method.decode(), target.decode())


main()
