"""A store that is slow and now and then answers an error: passes requests on to another."""

import http.client
import http.server
import random
import threading
import time


class PassingOn(http.server.ThreadingHTTPServer):
    """Passes requests on to the store at a port."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.behind, self.port = port, self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """A client that has gone is none of this."""


class SlowStore(PassingOn):
    """One request in twenty gets an error, and one in twenty waits for half a second."""

    def __init__(self, port):
        super().__init__(port, SlowHandler)
        self.errors, self.random = 0, random.Random(5)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def take(self):
        length = int(self.headers.get("content-length", 0))
        self.answer(self.rfile.read(length))

    def answer(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                self.send_header(name, value)
        size = answer.getheader("content-length") if self.command == "HEAD" else str(len(content))
        self.send_header("content-length", size or "0")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        connection.close()

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = take

    def log_message(self, *_):
        pass


class SlowHandler(Handler):
    def answer(self, body):
        chance = self.server.random.random()
        if chance < 0.05:
            self.server.errors += 1
            self.send_response(503)
            self.send_header("content-length", "0")
            self.end_headers()
            return
        if chance < 0.1:
            time.sleep(0.5)
        super().answer(body)
