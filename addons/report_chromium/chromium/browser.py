"""Print HTML to PDF. Whatever a page refers to is asked from Python; nothing is fetched from a network or a disk."""
import base64
import logging
import os
import time
from dataclasses import dataclass

from .process import ChromiumError, Process

_logger = logging.getLogger(__name__)

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Paper:
    """A sheet and its margins in millimetres; `scale` is how much smaller than on a screen things are printed."""

    width: float
    height: float
    top: float = 0
    right: float = 0
    bottom: float = 0
    left: float = 0
    scale: float = 1


class Chromium:
    """A browser for a few prints. Use it as a context manager.

    :param binary: path of the browser.
    :param resolve: function(url) -> (mime type, bytes) or None, asked for every address that a page loads.
    :param timeout: seconds that everything together may take.
    """

    def __init__(self, binary, resolve, timeout=120):
        self.binary, self.resolve = binary, resolve
        self.deadline = time.monotonic() + timeout
        self.number = 0
        self.events = []
        self.pages = {}         # address -> html of the pages that we print

    def __enter__(self):
        try:
            self._open(sandbox=True)
        except ChromiumError as error:
            if time.monotonic() >= self.deadline:
                raise
            _logger.info("Chromium's sandbox is not available here: %s", str(error).splitlines()[-1:])
            self._open(sandbox=False)
        return self

    def __exit__(self, *exc):
        self.process.stop()

    def _open(self, sandbox):
        self.process = Process(self.binary, sandbox)
        try:
            target = self._call("Target.createTarget", url="about:blank")
            self.session = self._call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
            self._page("Page.enable")
            self._page("Fetch.enable", patterns=[{"urlPattern": "*"}])
            self._page("Emulation.setEmulatedMedia", media="print")
        except BaseException:
            self.process.stop()
            raise

    # -- messages -----------------------------------------------------------------------------------------------------

    def _send(self, method, params, session=None):
        self.number += 1
        self.process.send({"id": self.number, "method": method, "params": params, **({"sessionId": session} if session else {})})
        return self.number

    def _call(self, method, _session=None, **params):
        """Send a command and wait for its answer; page loads that come in between are served."""
        number = self._send(method, params, _session)
        while True:
            message = self.process.receive(self.deadline)
            if message.get("id") == number:
                if "error" in message:
                    raise ChromiumError(f"{method}: {message['error'].get('message')}")
                return message["result"]
            self._event(message)

    def _page(self, method, **params):
        return self._call(method, self.session, **params)

    def _event(self, message):
        method = message.get("method")
        if method == "Fetch.requestPaused":
            self._serve(message["params"])
        elif method == "Inspector.targetCrashed":
            raise ChromiumError("the page crashed, probably for want of memory")
        elif method:
            self.events.append(method)

    def _serve(self, paused):
        """Answer one request of the page."""
        url = paused["request"]["url"].partition("#")[0]
        found = ("text/html; charset=utf-8", self.pages[url].encode()) if url in self.pages else self.resolve(url)
        if found is None:
            _logger.debug("a report asks for %s, which is not at hand", url[:200])
            self._send("Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "Failed"}, self.session)
            return
        mime, content = found
        headers = {"Content-Type": mime, "Access-Control-Allow-Origin": "*", "Content-Security-Policy": "script-src 'none'"}
        self._send("Fetch.fulfillRequest", {
            "requestId": paused["requestId"],
            "responseCode": 200,
            "responseHeaders": [{"name": name, "value": value} for name, value in headers.items()],
            "body": base64.b64encode(content).decode(),
        }, self.session)

    # -- pages --------------------------------------------------------------------------------------------------------

    def load(self, html, base_url):
        """Show a page as if it came from `base_url`, with its styles, images and fonts."""
        url = f"{base_url.rstrip('/')}/report_chromium/{os.urandom(8).hex()}.html"
        self.pages = {url: html}
        self.events.clear()
        answer = self._page("Page.navigate", url=url)
        if answer.get("errorText"):
            raise ChromiumError(f"the page does not load: {answer['errorText']}")
        while "Page.loadEventFired" not in self.events:
            self._event(self.process.receive(self.deadline))
        self.evaluate("document.fonts.ready.then(() => true)")

    def evaluate(self, expression):
        """Return the value of a JavaScript expression on the page; a promise is waited for."""
        answer = self._page("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise ChromiumError(f"{expression}: {answer['exceptionDetails'].get('text')}")
        return answer["result"].get("value")

    def pdf(self, paper):
        """Return the page that is shown as the bytes of a PDF file."""
        answer = self._page(
            "Page.printToPDF", printBackground=True, displayHeaderFooter=False, preferCSSPageSize=False, scale=paper.scale,
            paperWidth=paper.width / MM_PER_INCH, paperHeight=paper.height / MM_PER_INCH,
            marginTop=paper.top / MM_PER_INCH, marginRight=paper.right / MM_PER_INCH,
            marginBottom=paper.bottom / MM_PER_INCH, marginLeft=paper.left / MM_PER_INCH)
        return base64.b64decode(answer["data"])
