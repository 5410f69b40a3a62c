"""A store whose keys reach some prefixes only, as policies of a real one say: stands before another store.

Signatures (AWS Signature Version 4) are verified, so that a key alone opens nothing.
"""

import hashlib
import hmac
import re
import urllib.parse

from slow_store import Handler, PassingOn

# The variables of a request that say what it is about are signed in this order.
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d+)/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)"
)


class GuardedStore(PassingOn):
    """`keys` has the secret of each key, and the prefixes that it reaches."""

    def __init__(self, port, keys):
        super().__init__(port, GuardedHandler)
        self.keys, self.refused = keys, []


class GuardedHandler(Handler):
    def answer(self, body):
        if self.is_allowed(body):
            return super().answer(body)
        self.server.refused.append(f"{self.command} {self.path}")
        text = b"<Error><Code>AccessDenied</Code></Error>"
        self.send_response(403)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def is_allowed(self, body):
        match = AUTHORIZATION.match(self.headers.get("authorization", ""))
        if not match or match[1] not in self.server.keys:
            return False
        key, day, region, signed, signature = match.groups()
        secret, prefixes = self.server.keys[key]
        path, _, query = self.path.partition("?")
        variables = urllib.parse.parse_qsl(query, keep_blank_values=True)
        _, _, name = urllib.parse.unquote(path).lstrip("/").partition("/")
        # A list is about its prefix, and any other request about its object.
        name = name or dict(variables).get("prefix", "")
        if not any(name.startswith(prefix) for prefix in prefixes):
            return False
        digest = self.headers.get("x-amz-content-sha256", "")
        if digest != "UNSIGNED-PAYLOAD" and digest != hashlib.sha256(body).hexdigest():
            return False
        quoted = sorted((urllib.parse.quote(k, safe="-_.~"), urllib.parse.quote(v, safe="-_.~")) for k, v in variables)
        request = [
            self.command,
            path,
            "&".join(f"{k}={v}" for k, v in quoted),
            *(f"{header}:{' '.join(self.headers.get(header, '').split())}" for header in signed.split(";")),
            "",
            signed,
            digest,
        ]
        scope = f"{day}/{region}/s3/aws4_request"
        hashed = hashlib.sha256("\n".join(request).encode()).hexdigest()
        text = "\n".join(["AWS4-HMAC-SHA256", self.headers.get("x-amz-date", ""), scope, hashed])
        secret = ("AWS4" + secret).encode()
        for part in (day, region, "s3", "aws4_request", text):
            secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
        return hmac.compare_digest(secret.hex(), signature)
