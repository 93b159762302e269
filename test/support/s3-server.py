"""An S3 server for tests: moto, with users whose signatures are checked. Prints one line of JSON when it serves."""

import hashlib
import json
import os
import sys
import threading

from moto import settings
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.exceptions import InvalidArgumentError
from moto.s3.models import s3_backends
from moto.s3.responses import S3Response
from werkzeug.serving import WSGIRequestHandler, make_server

ACCOUNT = "123456789012"
BUCKET = "files"


# What S3 does and moto does not: the check of `If-None-Match` and the write are one step, and the hash is compared with what arrived.
put_object = S3Response.put_object
putting = threading.Lock()


def put_as_s3_does(self):
    given = self.headers.get("x-amz-content-sha256")
    if given != hashlib.sha256(self.body or b"").hexdigest():
        raise InvalidArgumentError("It is not the hash of what arrived.", "x-amz-content-sha256", given)
    with putting:
        return put_object(self)


S3Response.put_object = put_as_s3_does


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code="-", size="-"):
        # In one piece, since several threads write: print() sends the end of the line by itself.
        sys.stdout.write(f"{self.command} {self.path} {code}\n")


users = iam_backends[ACCOUNT]["aws"]
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
users.create_user("us-east-1", "tester")
users.put_user_policy("tester", "everything", json.dumps(everything))
key = users.create_access_key("tester")
s3_backends[ACCOUNT]["aws"].create_bucket(BUCKET, "us-east-1")
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0.0

server = make_server(
    "127.0.0.1",
    int(os.environ["PORT"]),
    DomainDispatcherApplication(create_backend_app),
    threaded=True,
    request_handler=Quiet,
)
print(json.dumps({"accessKeyId": key.access_key_id, "secretAccessKey": key.secret_access_key, "bucket": BUCKET}), flush=True)
try:
    server.serve_forever()
except KeyboardInterrupt:
    sys.exit(0)
