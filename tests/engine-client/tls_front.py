#!/usr/bin/env python3
"""A TLS front for a server on a unix socket, as an engine that listens on tcp with TLS has one.

    tls_front.py SOCKET CERTIFICATE KEY [CLIENT-AUTHORITY]

Prints its port and serves until its standard input ends. With CLIENT-AUTHORITY, clients must show a certificate
that it has signed. Either direction may end while the other one goes on, as Go's TLS does it.
"""
import os
import select
import socket
import ssl
import sys
import threading


def receive(tls):
    """Bytes, None when there are none yet, b'' at the end."""
    try:
        return tls.recv(65536)
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return None
    except ssl.SSLZeroReturnError:
        return b""


def send_all(tls, data):
    while data:
        try:
            data = data[tls.send(data):]
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            select.select([], [tls], [])


def relay(tls, engine):
    """One thread for both directions: an SSL object is not to be used from two."""
    tls.setblocking(False)
    waiting = [tls, engine]
    while engine in waiting:
        ready = [tls] if tls in waiting and tls.pending() else select.select(waiting, [], [])[0]
        if tls in ready:
            data = receive(tls)
            if data:
                engine.sendall(data)
            elif data == b"":
                waiting.remove(tls)
                engine.shutdown(socket.SHUT_WR)
        if engine in ready:
            data = engine.recv(65536)
            if data:
                send_all(tls, data)
            else:
                waiting.remove(engine)
    try:
        tls.unwrap()
    except (ssl.SSLError, OSError):
        pass  # its own end need not have come


def serve(connection, context, path):
    try:
        tls = context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=True)
    except (ssl.SSLError, OSError):
        connection.close()
        return
    engine = socket.socket(socket.AF_UNIX)
    try:
        engine.connect(path)
        relay(tls, engine)
    except OSError:
        pass
    finally:
        engine.close()
        tls.close()


def main():
    path, certificate, key = sys.argv[1:4]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if len(sys.argv) > 4:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(sys.argv[4])
    listener = socket.create_server(("127.0.0.1", 0))

    def accept_all():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, context, path), daemon=True).start()

    threading.Thread(target=accept_all, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
