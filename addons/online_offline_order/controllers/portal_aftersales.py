import base64
import uuid

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..adapters.typed import read_pieces, read_yuan

CLERK = "dealer_base.group_portal_clerk"
PAGE = 20
EXCHANGED = 3  # goods that the form takes in exchange


class PortalAftersales(CustomerPortal):
    """Returns, exchanges and complaints of stores and dealers. The documents check role, tree and state; the pages show what comes of it."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "dealer_return_count" in counters:
            values["dealer_return_count"] = request.env["dealer.return"].search_count([]) if self._is_store() else 0
        if "dealer_complaint_count" in counters:
            values["dealer_complaint_count"] = request.env["dealer.complaint"].search_count([]) if self._is_store() else 0
        return values

    # -- returns

    @http.route(["/my/returns", "/my/returns/page/<int:page>"], type="http", auth="user", website=True, methods=["GET"])
    def returns(self, page=1, **_arguments):
        """List the returns of the own tree, newest first."""
        return self._list_page("dealer.return", "/my/returns", page, "online_offline_order.portal_returns", "dealer_return")

    @http.route("/my/returns/<int:return_id>", type="http", auth="user", website=True, methods=["GET"])
    def return_page(self, return_id, **_arguments):
        """Show one return: what it brings, where it stands, what the user may do."""
        return self._return_page(self._document("dealer.return", return_id))

    @http.route(
        "/my/returns/<int:return_id>/<any(submit,cancel,agree,send_back,agree_exchange,credit_only):step>", type="http", auth="user", website=True,
        methods=["POST"])
    def return_step(self, return_id, step, reason="", net=None, receipt_no="", **_arguments):
        """Take a step and show the return again.

        :param step: submit, cancel, agree (to the inspection), send_back, agree_exchange (to its new figures) or credit_only (no other goods).
        :param reason: text, for all but submit. :param net: yuan that the page showed, for agree_exchange.
        :param receipt_no: number on the consumer's receipt, for submit.
        """
        record = self._document("dealer.return", return_id)
        steps = {
            "submit": lambda: record._submit_with_receipt(receipt_no), "cancel": lambda: record.action_cancel(reason),
            "agree": lambda: record.action_accept_downgrade(reason), "send_back": lambda: record.action_send_back(reason),
            "agree_exchange": lambda: record.action_agree_exchange(reason, read_yuan(request.env, net)),
            "credit_only": lambda: record.action_cancel_exchange(reason)}
        try:
            with request.env.cr.savepoint():
                steps[step]()
        except (AccessError, UserError) as error:
            return self._return_page(record, str(error), receipt_no)
        return request.redirect(f"/my/returns/{record.id}", code=303)

    @http.route("/my/orders/<int:order_id>/return", type="http", auth="user", website=True, methods=["GET", "POST"])
    def new_return(self, order_id, **values):
        """Show the form of a return, or write it down and show what it would bring.

        :param values: qty_<code of the goods>, class, reason, receipt_no, postage_by, code_<n> and pieces_<n> of an exchange, remark, key.
        """
        order = self._document("sale.order", order_id)
        if request.httprequest.method == "GET":
            return self._form_page(order, {})
        try:
            returns = request.env["dealer.return"].with_company(order.sudo().company_id)  # sudo: which company's numbers to use
            with request.env.cr.savepoint():
                record = returns.dealer_draft_return(values.get("key") or "", self._return_payload(order, values))
        except (AccessError, UserError) as error:
            return self._form_page(order, values, str(error))
        return request.redirect(f"/my/returns/{record}", code=303)

    def _return_payload(self, order, values):
        """Read the form as a payload of the API.

        :raises UserError: when pieces are no whole numbers.
        """
        lines = [{"code": key.removeprefix("qty_"), "qty": read_pieces(request.env, value)} for key, value in values.items()
                 if key.startswith("qty_") and (value or "").strip() not in ("", "0")]
        goods = [{"code": values[f"code_{number}"].strip(), "qty": read_pieces(request.env, values.get(f"pieces_{number}") or "1")}
                 for number in range(1, EXCHANGED + 1) if (values.get(f"code_{number}") or "").strip()]
        return {
            "order": order.sudo().name, "class": values.get("class") or None, "reason": values.get("reason") or None,  # sudo: a name
            "postage_by": values.get("postage_by") or "store", "lines": lines, "remark": values.get("remark") or None, "evidence": self._files(),
            "exchange": goods, "receipt_no": (values.get("receipt_no") or "").strip() or None}

    @staticmethod
    def _files():
        uploads = [file for file in request.httprequest.files.getlist("photos") if file.filename]
        return [{"name": file.filename, "data": base64.b64encode(file.read())} for file in uploads]

    def _form_page(self, order, values, error=None):
        returns = request.env["dealer.return"]
        shown = order.sudo()  # sudo: the page shows goods and number of the own order
        return request.render("online_offline_order.portal_return_form", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_return", "order": shown, "values": values, "error": error,
            "refusal": returns._return_refusal(order), "lines": returns._store_lines(shown), "rows": range(1, EXCHANGED + 1),
            "key": values.get("key") or uuid.uuid4().hex})

    def _return_page(self, record, error=None, receipt_no=""):
        shown = record.sudo()  # sudo: the page shows what the model's own methods name for the user
        return request.render("online_offline_order.portal_return", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_return", "document": shown, "error": error, "steps": record._store_steps(),
            "receipt_no": receipt_no,
            "words": record._store_words(), "amounts": record._store_amounts(), "funds": record._store_funds(),
            "shows_net": record._has_field_access(record._fields["net_amount"], "read"),
            "against": record._preview_refusal() if shown.state == "draft" else False})

    # -- complaints

    @http.route(["/my/complaints", "/my/complaints/page/<int:page>"], type="http", auth="user", website=True, methods=["GET"])
    def complaints(self, page=1, **_arguments):
        """List the complaints of the own tree with their answers, newest first."""
        return self._list_page("dealer.complaint", "/my/complaints", page, "online_offline_order.portal_complaints", "dealer_complaint")

    @http.route("/my/orders/<int:order_id>/complain", type="http", auth="user", website=True, methods=["GET", "POST"])
    def complain(self, order_id, kind="", text="", back="", key="", **_files):
        """Show the form of a complaint about an own order, or take it.

        :param kind: what it is about. :param text: what is wrong. :param back: number of a return, where it is about one. :param key: of the form.
        """
        order = self._document("sale.order", order_id)
        shown, error = order.sudo(), None  # sudo: number and company of the own order
        if request.httprequest.method == "POST":
            payload = {"order": shown.name, "return": back or None, "kind": kind, "text": text, "evidence": self._files()}
            try:
                with request.env.cr.savepoint():
                    request.env["dealer.complaint"].with_company(shown.company_id).dealer_complain(key, payload)
                return request.redirect("/my/complaints", code=303)
            except (AccessError, UserError) as refused:
                error = str(refused)
        kinds = request.env["dealer.complaint"]._fields["kind"]._description_selection(request.env)
        return request.render("online_offline_order.portal_complaint_form", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_complaint", "order": shown, "kinds": kinds, "kind": kind, "text": text,
            "back": back, "error": error, "key": key or uuid.uuid4().hex})

    # -- parts

    def _is_store(self):
        return request.env.user.has_group(CLERK)

    def _document(self, model, number):
        """Give an own document, or answer as if there were none."""
        record = request.env[model].browse(number)
        try:
            if not self._is_store() or not record.exists() or (model == "sale.order" and not record.sudo().is_dealer_order):  # sudo: asked before the rights
                raise request.not_found()
            record.check_access("read")
        except (AccessError, MissingError):
            raise request.not_found() from None
        return record

    def _list_page(self, model, url, page, template, name):
        if not self._is_store():
            raise request.not_found()
        records = request.env[model]
        pages = pager(url=url, total=records.search_count([]), page=page, step=PAGE)
        found = records.search([], limit=PAGE, offset=pages["offset"]).sudo()  # sudo: the page names orders and stores of the own tree
        return request.render(template, {
            **self._prepare_portal_layout_values(), "page_name": name, "documents": found, "pager": pages, "default_url": url})
