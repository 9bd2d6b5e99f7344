import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ..sql import notices
from .dealer_notice_template import CODES

TRIES = 5
TROUBLE = (UserError, MailDeliveryException, OSError, ValueError, KeyError, psycopg2.Error)
SERVICE = ("dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale")


class DealerNotice(models.Model):
    """Outbox: what is to be said to a store stands here with the step that says it, and is sent after its commit, once (R0-009, R1-105).

    new -> sent; off where the company does not want it, no address where nobody of the store has one, failed after five tries.
    """

    _name = "dealer.notice"
    _description = "Sent notice"
    _order = "id desc"
    _rec_name = "event"

    code = fields.Selection(CODES, string="Notice", required=True, readonly=True)
    event = fields.Char(required=True, readonly=True, help="One notice an event.")
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    order_id = fields.Many2one("sale.order", string="Order", readonly=True, index="btree_not_null", ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Dealer or store", readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    details = fields.Json(readonly=True)
    state = fields.Selection(
        [("new", "To send"), ("sent", "Sent"), ("off", "Turned off"), ("no_address", "No address"), ("failed", "Failed")],
        required=True, readonly=True, default="new", index=True)
    tries = fields.Integer(readonly=True)
    error = fields.Char(readonly=True)
    sent_at = fields.Datetime(string="Sent at", readonly=True)
    recipients = fields.Char(readonly=True)
    body = fields.Text(string="Text", readonly=True, help="As it was sent.")

    _event_uniq = models.UniqueIndex("(company_id, event)", "This event has its notice already.")

    @api.model
    def _put(self, code, document, order, suffix, **details):
        """Have a store told of an event when the transaction is committed; the same event again says nothing.

        :param code: event, see ``dealer.notice.template``. :param document: order or return whose timeline gets the text.
        :param order: the sale.order. :param suffix: what makes the event one of several of its document. :param details: words of the text.
        :return: whether the event is new.
        """
        return notices.put(self.env, {
            "company_id": order.company_id.id, "event": f"{code}:{document._name},{document.id}:{suffix}", "code": code, "res_model": document._name,
            "res_id": document.id, "order_id": order.id, "partner_id": order.partner_id.id,
            "details": {"order": order.name, "store": order.partner_id.sudo().name, **details}})  # sudo: the name of the store that is told

    @api.depends("code", "details")
    @api.depends_context("lang")
    def _compute_display_name(self):
        codes = dict(self._fields["code"]._description_selection(self.env))
        for notice in self:
            words = notice.details or {}
            notice.display_name = " ".join(filter(None, [codes.get(notice.code), words.get("return") or words.get("order") or words.get("name")]))

    # -- sending

    @api.model
    def _cron_send(self, limit=500):
        """Send what waits in the outbox, each notice a transaction of its own."""
        for notice in self.search([("state", "=", "new")], order="id", limit=limit):
            notice._try()
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)

    def _try(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.write({**self._send(), "error": False})
        except TROUBLE as error:  # one address that cannot be written to does not keep back the others
            tries = self.tries + 1
            self.write({"tries": tries, "error": str(error)[:200], "state": "failed" if tries >= TRIES else "new"})

    def _send(self):
        """Write the notice into the timeline of its document and mail it where the template says so.

        :return: values of what became of it.
        """
        document = self.env[self.res_model].browse(self.res_id).exists()
        store = self.partner_id
        lang = store.lang or self.company_id.partner_id.lang or "en_US"
        found = self.env["dealer.notice.template"]._text(self.code, self.company_id, lang, self.with_context(lang=lang)._details())
        if not document or not found:
            return {"state": "off"}
        channel, text = found
        people = self._readers().filtered("email")
        if channel == "mail" and not people:
            return {"state": "no_address"}
        to = people.ids if channel == "mail" else []
        company = self.company_id.partner_id
        author = company if company.email else self.env.ref("base.partner_root")  # a mail without a sender would not leave
        document.with_context(lang=lang).message_post(
            body=plaintext2html(text), partner_ids=to, subtype_xmlid="mail.mt_comment", author_id=author.id)
        return {"state": "sent", "sent_at": fields.Datetime.now(), "body": text, "recipients": ", ".join(people.mapped("display_name")) if to else False}

    def _details(self):
        """Hook: give the words of the text. Extend: return super() or own."""
        return dict(self.details or {})

    def _readers(self):
        """Hook: give who is written to, with or without an address. Extend: return res.partner."""
        store = self.partner_id
        return store | store.child_ids.filtered(lambda one: not one.is_company and not one.is_dealer_consumer)

    def action_send_again(self):
        """Put notices that failed or found no address into the outbox again. Customer service.

        :return: True; what was sent is not sent twice.
        :raises AccessError: for other roles. :raises UserError: when nothing of it can be sent again.
        """
        self.env["sale.order"]._require_role(*SERVICE)
        self.check_access("read")
        again = self.filtered(lambda notice: notice.state in ("failed", "no_address"))
        if not again:
            raise UserError(self.env._("Only notices that failed or found no address are sent again."))
        again.sudo().write({"state": "new", "tries": 0, "error": False})  # sudo: role checked above
        return True
