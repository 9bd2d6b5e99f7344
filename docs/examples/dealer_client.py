"""A client of dealer.api in one file, Python's standard library alone (docs/api.md).

    export DEALER_URL=http://127.0.0.1:8069 DEALER_KEY=...      (DEALER_DATABASE=... where the server has several)
    python dealer_client.py stock A-RED-170 A-RED-175
    python dealer_client.py quote order.json
    python dealer_client.py submit web-1001 order.json         (order.json may have "codes" and "picks"; the answer says what came off and why)
    python dealer_client.py status S00012
    python dealer_client.py cancel web-1001-c S00012 "the consumer changed his mind"
    python dealer_client.py return web-1001-r return.json
    python dealer_client.py balance D1
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request

WRITES = ("submit", "confirm_total", "cancel", "received", "request_return")


class Refused(Exception):
    """The server says no; the text is the sentence for people, ``status`` 401 = key, 403 = role, 422 = state or figures."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class DealerClient:
    """Calls ``dealer.api``; each method of the server is a method of this object: ``client.stock(codes=["A"])``.

    :param url: address of the server. :param key: API key of a user with the role that the calls need.
    :param database: name, where the server has several. :param lang: language of the sentences.
    :param tries: how often a call without an answer is sent; writes have a key, so that the same one again does nothing twice.
    """

    def __init__(self, url, key, database=None, lang="en_US", tries=3, timeout=30):
        self.url, self.lang, self.tries, self.timeout = f"{url.rstrip('/')}/json/2/dealer.api", lang, tries, timeout
        self.headers = {"Authorization": f"bearer {key}", "Content-Type": "application/json"}
        if database:
            self.headers["X-Odoo-Database"] = database

    def __getattr__(self, method):
        if method.startswith("_"):
            raise AttributeError(method)
        return lambda **arguments: self.call(method, **arguments)

    def call(self, method, **arguments):
        """Send one call and give its answer.

        :raises Refused: with the server's sentence. :raises OSError: when there is no answer after all tries.
        """
        if method in WRITES and not arguments.get("idempotency_key"):
            raise ValueError(f"{method} needs an idempotency_key: without one a repeated call would act twice")
        body = json.dumps({**arguments, "context": {"lang": self.lang}}).encode()
        for attempt in range(1, self.tries + 1):
            if attempt > 1:
                time.sleep(attempt - 1)
            try:
                request = urllib.request.Request(f"{self.url}/{method}", data=body, headers=self.headers, method="POST")
                with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code < 500 or attempt == self.tries:
                    raise Refused(error.code, self._sentence(error)) from error
            except OSError:  # no answer: whether it was carried out is not known, so the same call goes out again under the same key
                if attempt == self.tries:
                    raise
        return None

    @staticmethod
    def _sentence(error):
        text = error.read().decode(errors="replace")
        try:
            return json.loads(text)["message"]
        except (ValueError, KeyError, TypeError):
            return text[:200]


def read(path):
    """Give the contents of a JSON file."""
    with open(path, encoding="utf-8") as source:
        return json.load(source)


def main(arguments):
    """Carry out one command of the docstring and print the answer."""
    client = DealerClient(os.environ["DEALER_URL"], os.environ["DEALER_KEY"], os.environ.get("DEALER_DATABASE"), os.environ.get("DEALER_LANG", "en_US"))
    commands = {
        "stock": lambda *codes: client.stock(codes=list(codes)),
        "quote": lambda path: client.quote(payload=read(path)),
        "submit": lambda key, path: client.submit(idempotency_key=key, payload=read(path)),
        "status": lambda *orders: client.status(orders=list(orders)),
        "cancel": lambda key, order, reason: client.cancel(idempotency_key=key, order=order, reason=reason),
        "return": lambda key, path: client.request_return(idempotency_key=key, payload=read(path)),
        "return-status": lambda *returns: client.return_status(returns=list(returns)),
        "balance": lambda store: client.balance(store=store),
        "statement": lambda store, *days: client.statement(store=store, **dict(zip(("date_from", "date_to"), days, strict=False))),
    }
    if not arguments or arguments[0] not in commands:
        sys.stderr.write(__doc__)
        return 2
    try:
        answer = commands[arguments[0]](*arguments[1:])
    except Refused as refusal:
        sys.stderr.write(f"{refusal.status}: {refusal}\n")
        return 1
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
