#!/usr/bin/env python3
"""What 'docker system dial-stdio' does: joins standard input and output with the server on a unix socket."""
import os
import socket
import sys
import threading

server = socket.socket(socket.AF_UNIX)
server.connect(sys.argv[1])


def send_input():
    while data := os.read(0, 65536):
        server.sendall(data)
    server.shutdown(socket.SHUT_WR)


threading.Thread(target=send_input, daemon=True).start()
while received := server.recv(65536):
    while received:
        received = received[os.write(1, received):]
os._exit(0)
