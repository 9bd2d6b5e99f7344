#!/usr/bin/env python3
"""Takes the pictures of docs/screenshots from the running product: `python tools/story/screenshots.py [http://127.0.0.1:8069] [NAME...]`.

Wants a server with the freshly loaded story (bin/run --fresh), Chromium on PATH and websocket-client. Each picture is taken as the
person whose work it shows, each person in a browser context of its own.
"""
import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import websocket

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SIZE = (1440, 900)
# name -> (login, action, model, domain of the record to open or None for the list, height, what to click then)
SHOTS = {
    "order-entry": ("kefu", "online_offline_order.sale_order_action_draft", "sale.order", [["dealer_state", "=", "draft"]], 1250),
    "order-shipped": ("kefu", "online_offline_order.sale_order_action_all", "sale.order", [["dealer_state", "=", "received"]], 1000),
    "orders": ("shenhe", "online_offline_order.sale_order_action_all", "sale.order", None, 560),
    "waiting": ("kefu", "online_offline_order.sale_order_action_waiting", "sale.order", [["dealer_state", "=", "waiting"]], 1000),
    "delivery": ("cangguan", "online_offline_order.stock_picking_action_to_ship", "stock.picking",
                 [["state", "=", "assigned"], ["sale_id.is_dealer_order", "=", True], ["picking_type_id.code", "=", "outgoing"]], 900),
    "account": ("caiwu", "dealer_prepaid.prepaid_account_action", "prepaid.account", [["partner_id.dealer_code", "=", "D6"]], 900),
    "proof": ("caiwu", "dealer_prepaid.prepaid_account_action", "prepaid.account", [["partner_id.dealer_code", "=", "D6"]], 1000,
              "button[name=action_proof]"),
    "statement": ("jiesuan", "dealer_prepaid.prepaid_statement_action", "prepaid.statement", [["state", "=", "issued"]], 800),
    "pay-now": ("kefu", "online_offline_order.sale_order_action_waiting", "sale.order",
                [["dealer_state", "=", "waiting"], ["missing_amount", "=", 30]], 1000, ".nav-link[name=payment]"),
    "credit": ("caiwu", "online_offline_order.sale_order_action_credit", "sale.order",
               [["dealer_state", "=", "submitted"], ["dealer_id.dealer_code", "=", "D4"]], 900),
    "month-close": ("jiesuan", "dealer_prepaid.prepaid_month_close_action", "prepaid.month.close", [], 1000),
    "settings": ("caiwu", "dealer_base.dealer_settings_action", None, None, 1150),
    "topup": ("fuhe", "dealer_prepaid.prepaid_topup_confirm_action", "prepaid.topup", [["state", "=", "submitted"]], 800),
    "return": ("shouhou", "online_offline_order.dealer_return_action", "dealer.return", [], 900),
    "exchange": ("shouhou", "online_offline_order.dealer_return_action", "dealer.return", [["exchange_line_ids", "!=", False]], 1000),
    "nomination": ("qudao", "customer_activation.dealer_nomination_action", "dealer.nomination", [["state", "=", "submitted"]], 900),
    "import": ("kefu", "dealer_base.dealer_import_job_action_dealers", "dealer.import.job", [["error_count", ">", 0]], 1000),
    "campaign": ("dianshang", "promo_engine.promo_campaign_action", "promo.campaign", [["state", "=", "submitted"]], 900),
    "dashboard": ("caiwu", "dealer_performance.perf_figure_action", None, None, 700),
    "tariff": ("jiesuan", "logistics_fee.logistics_contract_version_action", "logistics.contract.version", [["carrier_id.dealer_code", "=", "SF"]], 900),
}
WAIT_JS = """
(() => { const root = document.querySelector('.o_action_manager .o_view_controller, .modal .o_form_view');
  if (document.querySelector('.o_error_dialog, .o_dialog_error')) { return 'error'; }
  return root && !document.querySelector('.o_blockUI, .o_loading_indicator, .o_view_sample_data') ? 'ready' : ''; })()
"""


class Browser:
    """Chromium without a window, talked to through the DevTools protocol."""

    def __init__(self):
        program = os.environ.get("CHROMIUM_BIN") or shutil.which("chromium") or shutil.which("google-chrome")
        if not program:
            raise SystemExit("no Chromium found: install the package chromium")
        self.home = tempfile.mkdtemp()
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=zh-CN",
             "--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={self.home}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        address = next(match[1] for line in self.process.stderr if (match := re.search(r"(ws://\S+)", line)))
        self.socket = websocket.create_connection(address, timeout=60)
        self.number = 0

    def call(self, method, session=None, **params):
        """Send a command and wait for its answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params, **({"sessionId": session} if session else {})}
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]

    def page(self):
        """Open a page in a context of its own; give its session."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        return self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def run(self, session, script):
        """Run JavaScript that may return a promise; give its value."""
        result = self.call("Runtime.evaluate", session, expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise SystemExit(f"{script[:80]}: {result['exceptionDetails'].get('exception', {}).get('description')}")
        return result["result"].get("value")

    def go(self, session, url, ready):
        """Open an address and wait until a script answers "ready"."""
        self.call("Page.navigate", session, url=url)
        for _attempt in range(240):
            time.sleep(0.25)
            if self.run(session, "document.readyState") == "complete" and self.run(session, ready) == "ready":
                time.sleep(0.7)
                return
        raise SystemExit(f"{url} did not come up: {self.run(session, 'document.body.innerText')[:300]}")

    def close(self):
        """End the browser."""
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def rpc(browser, session, path, params):
    """Call a JSON route of the server from the page; give its result."""
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
    script = (f"fetch({json.dumps(path)}, {{method: 'POST', headers: {{'Content-Type': 'application/json'}}, body: {json.dumps(body)}}})"
              ".then((answer) => answer.json())")
    answer = browser.run(session, script)
    if "error" in answer:
        raise SystemExit(f"{path}: {answer['error']['data']['message']}")
    return answer["result"]


def log_in(browser, url, login):
    """Open a page as a person of the story; give its session."""
    session = browser.page()
    browser.call("Emulation.setTimezoneOverride", session, timezoneId="Asia/Shanghai")
    browser.go(session, f"{url}/web/login", "document.querySelector('input[name=login]') ? 'ready' : ''")
    browser.run(session, f"""document.querySelector('input[name=login]').value = {json.dumps(login)};
        document.querySelector('input[name=password]').value = 'dealer';
        document.querySelector('form.oe_login_form').requestSubmit();""")
    for _attempt in range(120):
        time.sleep(0.25)
        if browser.run(session, "document.readyState === 'complete' && location.pathname.startsWith('/odoo')"):
            return session
    raise SystemExit(f"{login} could not log in: is the story loaded?")


def take(browser, session, url, shot, name):
    """Take one picture."""
    _login, action, model, domain, height, *clicks = shot
    address = f"{url}/odoo/action-{action}"
    if domain is not None:
        ids = rpc(browser, session, "/web/dataset/call_kw", {
            "model": model, "method": "search", "args": [domain], "kwargs": {"limit": 1, "order": "id"}})
        if not ids:
            raise SystemExit(f"{name}: the story has no {model} with {domain}")
        address += f"/{ids[0]}"
    browser.call("Emulation.setDeviceMetricsOverride", session, width=SIZE[0], height=height, deviceScaleFactor=1, mobile=False)
    browser.go(session, address, WAIT_JS)
    for selector in clicks:
        browser.run(session, f"document.querySelector({json.dumps(selector)}).click()")
        time.sleep(2)
    picture = browser.call("Page.captureScreenshot", session, format="png")["data"]
    (FOLDER / f"{name}.png").write_bytes(base64.b64decode(picture))
    print(f"{name}.png")


def main(arguments):
    """Take the pictures named, or all."""
    url = arguments.pop(0).rstrip("/") if arguments and arguments[0].startswith("http") else "http://127.0.0.1:8069"
    FOLDER.mkdir(parents=True, exist_ok=True)
    browser, sessions = Browser(), {}
    try:
        for name in arguments or SHOTS:
            login = SHOTS[name][0]
            if login not in sessions:
                sessions[login] = log_in(browser, url, login)
            take(browser, sessions[login], url, SHOTS[name], name)
    finally:
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
