"""What a report's page refers to, taken from the registry: bundles, static files, images, barcodes. Never HTTP."""
import base64
import logging
import mimetypes
import re
from urllib.parse import parse_qs, unquote, urlsplit

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import file_open
from odoo.tools.mimetypes import guess_mimetype

_logger = logging.getLogger(__name__)

IMAGE = re.compile(
    r"^/web/(?:image|content)(?:/(?:(?P<id>\d+)|(?P<model>[a-z0-9_.]+)/(?P<res_id>\d+)(?:-[^/]*)?/(?P<field>\w+)|(?P<xmlid>\w+\.[\w.]+)))?"
    r"(?:-[^/]*)?(?:/(?P<width>\d+)x(?P<height>\d+))?(?:/[^/]*)?$")
STATIC = re.compile(r"^/(?P<path>\w+/static/.+)$")
BARCODE = re.compile(r"^/report/barcode(?:/(?P<kind>\w+)/(?P<value>.+))?/?$")
LOGO = re.compile(r"^/(?:web/binary/company_)?logo(?:\.png)?$")


class Resources:
    """Resolves the addresses of this server with the rights of the user who prints."""

    def __init__(self, env, base_url):
        self.env = env
        self.host = urlsplit(base_url).netloc
        self.cache = {}

    def __call__(self, url):
        """Return (mime type, bytes) of an address, or None when it is foreign, missing or forbidden."""
        if url not in self.cache:
            self.cache[url] = self._find(url)
        return self.cache[url]

    def _find(self, url):
        parts = urlsplit(url)
        if parts.netloc != self.host or parts.scheme not in ("http", "https"):
            return None
        path, query = unquote(parts.path), {key: values[-1] for key, values in parse_qs(parts.query).items()}
        try:
            if path.startswith("/web/assets/"):
                return self._bundle(path)
            if STATIC.match(path):
                return self._static(STATIC.match(path)["path"])
            if BARCODE.match(path):
                return self._barcode(BARCODE.match(path), query)
            if LOGO.match(path):
                return self._image({"model": "res.company", "res_id": self.env.company.id, "field": "logo"})
            if IMAGE.match(path):
                return self._image({**query, **{key: value for key, value in IMAGE.match(path).groupdict().items() if value}})
        except (AccessError, MissingError, UserError, FileNotFoundError, ValueError, KeyError) as error:
            _logger.info("a report may not or can not show %s: %s", path, error)
        return None

    def _bundle(self, path):
        """A compiled bundle of styles; made when it is not there yet."""
        attachments = self.env["ir.attachment"].sudo()  # bundles are public files of the system
        domain = [("url", "=", path), ("public", "=", True), ("res_model", "=", "ir.ui.view"), ("res_id", "=", 0)]
        attachment = attachments.search(domain, limit=1)
        if not attachment:
            name, rtl, kind, autoprefix = self.env["ir.asset"]._parse_bundle_name(path.rpartition("/")[2], False)
            if kind != "css":
                return None
            attachment = self.env["ir.qweb"]._get_asset_bundle(name, css=True, js=False, rtl=rtl, autoprefix=autoprefix).css()
        return attachment.mimetype, attachment.sudo().raw  # the same public file

    def _static(self, path):
        """A file of an add-on's static folder; file_open refuses everything outside of the add-ons."""
        if ".." in path.split("/"):
            return None
        with file_open(path, "rb") as file:
            return mimetypes.guess_type(path)[0] or "application/octet-stream", file.read()

    def _barcode(self, match, query):
        kind, value = match["kind"] or query.pop("barcode_type"), match["value"] or query.pop("value")
        return "image/png", self.env["ir.actions.report"].barcode(kind, value, **query)

    def _image(self, where):
        """The content of a binary field that the user may read."""
        record = self.env["ir.binary"]._find_record(
            xmlid=where.get("xmlid"), res_model=where.get("model", "ir.attachment"),
            res_id=int(where.get("res_id") or where.get("id") or 0) or None,
            access_token=where.get("access_token"), field=where.get("field"))
        if record._name == "ir.attachment":
            content = record.raw
        else:
            field = record._fields[where["field"]]
            content = base64.b64decode(record[field.name] or b"") if field.type in ("binary", "image") else b""
        return (guess_mimetype(content), content) if content else None
