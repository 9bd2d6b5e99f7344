import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sql import register

_logger = logging.getLogger(__name__)


class DealerOrderRegister(models.Model):
    """The order book of a company: every submitted dealer order once, numbered by year without a gap, with source, author and times (R1-005).

    Rows are entered by the database in a side transaction after the commit of the submission, so orders never wait for each
    other's number; what a crash left out the hourly job enters. Nobody writes or deletes a row.
    """

    _name = "dealer.order.register"
    _description = "Order register"
    _order = "year desc, number desc"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    name = fields.Char(string="Order number", required=True, readonly=True, index="trigram")
    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="restrict")
    registered_at = fields.Datetime(required=True, readonly=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Store")
    dealer_id = fields.Many2one(related="order_id.dealer_id")
    order_source = fields.Selection(related="order_id.order_source")
    author_id = fields.Many2one(related="order_id.create_uid", string="Entered by")
    entered_at = fields.Datetime(related="order_id.create_date", string="Entered at")
    submitted_by = fields.Many2one(related="order_id.submitted_by")
    submitted_at = fields.Datetime(related="order_id.submitted_at")
    dealer_state = fields.Selection(related="order_id.dealer_state")
    settlement_total = fields.Monetary(related="order_id.settlement_total")
    currency_id = fields.Many2one(related="order_id.currency_id")

    _number_uniq = models.UniqueIndex("(company_id, year, number)", "This number is taken.")
    _order_uniq = models.UniqueIndex("(order_id)", "This order has a number already.")

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Numbers are entered by the submission of an order."))

    def write(self, vals):
        raise UserError(self.env._("The order register stays as it was entered."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The order register stays as it was entered."))

    @api.model
    def _statement(self, company, ids=None):
        """Give the statement that enters the submitted orders of a company which have no number yet.

        :param ids: list of the ids of the orders to look at, None for all.
        """
        return register.enter(company.id, company._dealer_tz().zone, ids)

    @api.model
    def _enter(self, statement):
        """Run it in a side transaction of its own.

        :param statement: see ``_statement``; made before the commit, so that nothing is read after it.
        """
        try:
            self.env["prepaid.gate"]._call(statement)
        except psycopg2.Error as error:  # the orders are committed, the hourly job enters them
            _logger.info("order register: %s", error)
        self.invalidate_model()

    @api.model
    def _cron_enter(self):
        """Enter what was left out, company by company."""
        for company in self.env["res.company"].search([]):
            self._enter(self._statement(company))

    @api.model
    def _gaps(self, company):
        """Find years of a company whose numbers have a gap.

        :return: list of (year, lowest, highest, how many), empty when all is well.
        """
        return register.gaps(self.env, company.id)

    def action_open_order(self):
        """Open the order."""
        self.ensure_one()
        return self.order_id._open_dealer_form()
