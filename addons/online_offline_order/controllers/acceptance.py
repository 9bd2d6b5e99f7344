import base64

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request


class Acceptance(http.Controller):
    """The page on which a store accepts a delivery of HQ; the delivery itself checks role, tree, state and files."""

    @http.route("/my/deliveries/<int:picking_id>/accept", type="http", auth="user", methods=["GET", "POST"], website=True, sitemap=False)
    def accept(self, picking_id, pieces=None, note=None, **files):
        """Show the page, or accept the delivery and go back to its order."""
        picking = request.env["stock.picking"].browse(picking_id)
        try:
            picking.check_access("read")
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = {"picking": picking.sudo(), "error": None, "pieces": pieces, "note": note, "page_name": "order"}  # sudo: the page shows goods and order
        if request.httprequest.method == "POST":
            uploads = [file for file in request.httprequest.files.getlist("proofs") if file.filename]
            proofs = [{"name": file.filename, "data": base64.b64encode(file.read())} for file in uploads]
            try:
                with request.env.cr.savepoint():
                    picking.action_accept_delivery(pieces, proofs, note)
                return request.redirect(f"/my/orders/{values['picking'].sale_id.id}")
            except (UserError, AccessError) as error:
                values["error"] = str(error)
        return request.render("online_offline_order.portal_accept", values)
