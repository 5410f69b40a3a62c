"""A store that demands of uploads into locked buckets what a real one does: stands before another store.

Amazon's S3 refuses an upload that falls under retention unless a header `Content-MD5` or `x-amz-checksum-…` comes
with it, and any upload whose content is not what that header says. moto compares nothing, and asks for another
header, which is added for it.
"""

import base64
import collections
import hashlib
import urllib.parse

from slow_store import Handler, PassingOn


class LockedStore(PassingOn):
    """`locked` has the buckets with retention. Counts uploads with a checksum by bucket, and keeps what had none."""

    def __init__(self, port, locked):
        super().__init__(port, LockedHandler)
        self.locked = locked
        self.checked, self.bare, self.removed = collections.Counter(), [], []


class LockedHandler(Handler):
    def answer(self, body):
        path, _, query = self.path.partition("?")
        bucket, _, _ = urllib.parse.unquote(path).lstrip("/").partition("/")
        variables = urllib.parse.parse_qs(query, keep_blank_values=True)
        is_removal = self.command == "DELETE" or "delete" in variables
        if is_removal:
            self.server.removed.append(bucket)
        elif self.command in ("PUT", "POST"):
            is_right = self.is_right(body)
            if is_right is None:
                self.server.bare.append(f"{self.command} {self.path}")
                if bucket in self.server.locked:
                    return self.refuse("InvalidRequest")
            elif not is_right:
                return self.refuse("BadDigest")
            self.server.checked[bucket] += 1
            if self.headers.get("x-amz-checksum-sha256"):
                self.headers["x-amz-sdk-checksum-algorithm"] = "SHA256"
        super().answer(body)

    def is_right(self, body):
        """Returns whether the content is what its checksum says; `None` where there is no checksum."""
        given = {"x-amz-checksum-sha256": hashlib.sha256, "content-md5": hashlib.md5}
        given = {self.headers[name]: digest for name, digest in given.items() if self.headers.get(name)}
        right = [base64.b64encode(digest(body).digest()).decode() == value for value, digest in given.items()]
        return all(right) if right else None

    def refuse(self, code):
        text = f"<Error><Code>{code}</Code></Error>".encode()
        self.send_response(400)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
