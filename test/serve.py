#!/usr/bin/env python3
"""serve.py LOG: a web server on 127.0.0.1 for test/sources.sh. Prints its port on standard
output; writes a line for each request into LOG; ends when standard input does."""
import http.server
import sys
import threading
import time

PAGE = (b"<html><head><title>Blast in Homs</title></head><body><article><p>Gunmen killed four "
        b"soldiers in Homs on Sunday, the army said in a statement.</p></article></body></html>")
FEED = (b'<?xml version="1.0"?><rss version="2.0"><channel><title>Own Wire</title>'
        b"<item><title>One</title><guid>g1</guid><description>Shelling killed five civilians in "
        b"Aleppo on Monday.</description></item>"
        b"<item><title>Two</title><guid>g2</guid><description>Gunmen killed six policemen in Aden."
        b"</description></item></channel></rss>")
ROBOTS = b"User-agent: *\nDisallow: /all\n\nUser-agent: Khaldun\nDisallow: /closed\nAllow: /closed/open\n"


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    def do_GET(self):
        path = self.path
        condition = self.headers.get("If-None-Match", "-")
        with open(sys.argv[1], "a") as log:
            print(f"{time.monotonic():.2f}", path, condition, self.headers.get("User-Agent"), file=log)
        if path == "/robots.txt":
            self.send(200, ROBOTS)
        elif path == "/feed":
            if condition == '"v1"':
                self.send(304, ETag='"v1"')
            else:
                self.send(200, FEED, ETag='"v1"', Content_Type="application/rss+xml")
        elif path == "/moved":
            self.send(301, Location="/page")
        elif path == "/loop":
            self.send(302, Location="/loop")
        elif path == "/file":
            self.send(302, Location="file:///etc/hostname")
        elif path == "/to-closed":
            self.send(302, Location="/closed/x")
        elif path == "/large":
            self.send(200, b"a" * (65 << 20))
        elif path in ("/page", "/closed/open", "/all"):
            self.send(200, PAGE, Content_Type="text/html")
        else:
            self.send(404)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
