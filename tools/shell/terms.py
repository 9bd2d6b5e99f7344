"""Run by `odoo shell`: prints one line of JSON, {addon: [terms that Odoo exports for translation]}, for OUR_ADDONS."""
import io
import json
import os

import polib

from odoo.tools.translate import trans_export

found = {}
for module in env["ir.module.module"].search([("state", "=", "installed"), ("name", "in", os.environ["OUR_ADDONS"].split())]):
    buffer = io.BytesIO()
    if trans_export(None, [module.name], buffer, "po", env):
        found[module.name] = [entry.msgid for entry in polib.pofile(buffer.getvalue().decode())]
print(json.dumps(found))
