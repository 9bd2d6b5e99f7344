from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from ..adapters.typed import read_yuan


class PickupPages(http.Controller):
    """The steps of a store on the page of its order; the order's own methods check role, sight and state."""

    @http.route("/my/orders/<int:order_id>/pickup", type="http", auth="user", methods=["POST"], website=True)
    def pickup_step(self, order_id, step="", code="", collected="", reason="", **_other):
        """Take a step of the pick-up and go back to the page, which shows what came of it.

        :param order_id: id of the sale.order. :param step: arrived, told, picked_up, own_stock or send_back.
        :param code: of the receipt. :param collected: yuan. :param reason: text for own_stock and send_back.
        """
        order = request.env["sale.order"].browse(order_id).exists()
        steps = {
            "arrived": lambda: order.action_arrived(), "told": lambda: order.action_notify_pickup(),
            "picked_up": lambda: order.action_pick_up(code, read_yuan(request.env, collected)),
            "own_stock": lambda: order.action_take_to_stock(reason), "send_back": lambda: order.action_send_back(reason)}
        if step not in steps:
            raise request.not_found()
        if not order:
            return request.redirect("/my")  # as for an order of others: strangers do not learn which there are
        try:
            with request.env.cr.savepoint():
                answer = steps[step]()
        except AccessError:
            return request.redirect("/my")
        except UserError as error:
            request.session["dealer_pickup_note"] = ("danger", str(error))
        else:
            told = answer.get("params") if isinstance(answer, dict) else None
            request.session["dealer_pickup_note"] = ("danger" if told.get("type") == "danger" else "info", told["message"]) if told else None
        return request.redirect(f"/my/orders/{order.id}")

    @http.route("/my/orders/<int:order_id>/receipt", type="http", auth="user", methods=["POST"], website=True)
    def pickup_receipt(self, order_id, **_other):
        """Give the consumer's receipt as a PDF; each time counts as a print.

        :param order_id: id of the sale.order.
        """
        order = request.env["sale.order"].browse(order_id).exists()
        if not order:
            return request.redirect("/my")  # as above
        try:
            receipt = order._issued_receipt()
        except AccessError:
            return request.redirect("/my")
        except UserError as error:
            request.session["dealer_pickup_note"] = ("danger", str(error))
            return request.redirect(f"/my/orders/{order.id}")
        reports = request.env["ir.actions.report"].sudo()  # sudo: the store prints the paper of its order, it has no right on reports
        pdf, _kind = reports._render_qweb_pdf("online_offline_order.order_receipt_report", receipt.ids)
        return request.make_response(pdf, headers=[
            ("Content-Type", "application/pdf"), ("Content-Disposition", content_disposition(f"{receipt.name.replace('/', '-')}.pdf")),
            ("X-Content-Type-Options", "nosniff")])
