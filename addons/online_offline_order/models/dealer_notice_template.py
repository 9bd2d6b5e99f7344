from string import Template

from odoo import api, fields, models
from odoo.exceptions import ValidationError

CODES = [
    ("order_taken", "Order taken"), ("order_waiting", "Order waits for a top-up"), ("shipped", "Shipped"), ("arrived", "Arrived"),
    ("return_approved", "Return approved"), ("return_accepted", "Return approved, nothing to send"),
    ("return_rejected", "Return turned down"), ("message", "Message of customer service")]
WORDS = {"order", "store", "by", "total", "missing", "tracking", "carrier", "day", "return", "reason", "text"}


class DealerNoticeTemplate(models.Model):
    """What dealers and stores are told of their orders and returns, on or off in each company (R0-009).

    The words $order, $store, $by, $total, $missing, $tracking, $carrier, $day, $return, $reason and $text are filled in.
    """

    _name = "dealer.notice.template"
    _description = "Notice"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    code = fields.Selection(CODES, string="Event", required=True, readonly=True)
    channel = fields.Selection(
        [("mail", "Mail and portal"), ("portal", "Portal only")], required=True, default="mail", tracking=True,
        help="The text stands in the timeline of the document, which its store reads on the portal; with mail it is sent as well.")
    body = fields.Text(required=True, translate=True, help="$order, $store, $by, $total, $missing, $tracking, $carrier, $day, $return, $reason, $text")
    is_on = fields.Boolean(string="Sent", compute="_compute_is_on", inverse="_inverse_is_on", help="In the current company.")
    off_company_ids = fields.Many2many("res.company", string="Off in", copy=False)

    _code_uniq = models.UniqueIndex("(code)", "There is a notice of this event already.")

    @api.depends_context("company")
    @api.depends("off_company_ids")
    def _compute_is_on(self):
        for template in self:
            template.is_on = self.env.company not in template.sudo().off_company_ids  # sudo: other companies of the list do not matter

    def _inverse_is_on(self):
        for template in self:
            record = template.sudo()  # sudo: as above; who may write the notice may turn it off
            record.off_company_ids = record.off_company_ids - self.env.company if template.is_on else record.off_company_ids | self.env.company

    @api.model
    def _words(self):
        """Hook: give the words that are filled in. Extend: return super() | own."""
        return WORDS

    @api.constrains("body")
    def _check_words(self):
        for template in self:
            words = Template(template.body)
            unknown = set(words.get_identifiers()) - self._words()
            if unknown or not words.is_valid():
                raise ValidationError(self.env._("%(name)s: these words are filled in: %(known)s.", name=template.name,
                                                 known=", ".join(f"${word}" for word in sorted(self._words()))))

    @api.model
    def _text(self, code, company, lang, details):
        """Give the notice of an event as it is sent.

        :param code: event. :param company: res.company. :param lang: code of a language. :param details: {word: text}.
        :return: (channel, text), or None where the notice is off in the company.
        """
        template = self.sudo().search([("code", "=", code)])  # sudo: a job sends it
        if not template or company in template.off_company_ids:
            return None
        return template.channel, Template(template.with_context(lang=lang).body).safe_substitute({**dict.fromkeys(self._words(), ""), **details})
