# SPDX-License-Identifier: Apache-2.0
"""A visitor of the server without a browser: cookies, forms, files."""

import http.client
import os
import re
import urllib.parse

PASSPHRASE = "four calm herons wade upstream slowly"


class Client:
    """One visitor with cookies, who does not follow redirects."""

    def __init__(self, port):
        self.port, self.url, self.cookies = port, f"http://127.0.0.1:{port}", {}

    def form_token(self, path):
        return re.search('name="form-token" value="([^"]*)"', self.ask("GET", path).content.decode())[1]

    def ask(self, method, path, body=None, headers=(), timeout=30):
        if isinstance(body, dict) and path in ("/sign-in", "/first-sign-in", "/first-sign-in/factor"):
            body = {"form-token": self.form_token(path)} | body
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **dict(headers)}
        if isinstance(body, dict):
            body = urllib.parse.urlencode(body)
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.url}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        answer.content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        connection.close()
        return answer


def signed_in(server, name, code) -> Client:
    """Somebody who signs in for the first time, without a second factor."""
    client = Client(server.port)
    answer = client.ask("POST", "/first-sign-in", {"account": name, "code": code, "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer.status == 303, answer.content
    assert client.ask("POST", "/first-sign-in/factor", {"without": "yes"}).status == 200
    return client


def signed_in_again(register, port) -> Client:
    """The owner of the register, who chose a passphrase before."""
    client = Client(port)
    answer = client.ask("POST", "/sign-in", {"account": register.owner, "passphrase": PASSPHRASE})
    assert answer.status in (302, 303), answer.content[-500:]
    return client


def post(client, path, **form):
    return client.ask("POST", path, form | {"form-token": client.form_token("/account")})


def step_up(client) -> None:
    """Shows once more who they are; good for five minutes."""
    answer = post(client, "/step-up", passphrase=PASSPHRASE)
    assert answer.status == 303, answer.content[:2000]


def bring_in(client, content: str, name="people.csv") -> None:
    """Takes in a file as a program does; the cases in it are its sender's."""
    answer = client.ask("POST", "/api/v1/imports", content.encode(), {
        "X-File-Name": name, "Content-Type": "application/octet-stream", "Origin": client.url,
        "X-Form-Token": client.form_token("/account")})
    assert answer.status == 201, answer.content[:2000]


def new_case(client) -> str:
    answer = post(client, "/cases", prs_FirstName="Chidinma", request=os.urandom(8).hex())
    assert answer.status == 303, answer.content[:2000]
    return answer.headers["Location"].split("?")[0]


def upload(client, case, name, pieces, kind="evidence", boundary="edge-of-it", length=None):
    """Sends a file as a browser does, piece by piece. The answer."""
    head = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
                   for key, value in {"form-token": client.form_token("/account"), "kind": kind}.items())
    head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: a/b\r\n\r\n'
    tail = f"\r\n--{boundary}--\r\n".encode()
    pieces = [pieces] if isinstance(pieces, bytes) else pieces
    size = sum(map(len, pieces)) if length is None else length
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=600)
    connection.putrequest("POST", f"{case}/files")
    for header, value in {"Cookie": "; ".join(f"{k}={v}" for k, v in client.cookies.items()), "Origin": client.url,
                          "Content-Type": f"multipart/form-data; boundary={boundary}",
                          "Content-Length": str(len(head.encode()) + size + len(tail))}.items():
        connection.putheader(header, value)
    connection.endheaders(head.encode())
    for piece in pieces:
        connection.send(piece)
    connection.send(tail)
    answer = connection.getresponse()
    answer.content = answer.read()
    connection.close()
    return answer


def files(client, case) -> list[tuple[str, str]]:
    """Name and address of each file that is kept."""
    page = client.ask("GET", f"{case}/files").content.decode()
    return [(name, address) for address, name in re.findall(r'<h2><a href="([^"]+)" download><bdi>(.*?)</bdi>', page)]
