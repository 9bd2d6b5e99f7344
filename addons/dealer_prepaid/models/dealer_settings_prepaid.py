from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Prepaid: settings of the dialog."""

    _inherit = "dealer.settings"

    prepaid_min_first_topup = fields.Monetary(related="company_id.prepaid_min_first_topup", readonly=False)
    prepaid_first_in_one = fields.Boolean(related="company_id.prepaid_first_in_one", readonly=False)
    prepaid_by_brand = fields.Boolean(related="company_id.prepaid_by_brand", readonly=False)
    prepaid_hold_mode = fields.Selection(related="company_id.prepaid_hold_mode", readonly=False)
    prepaid_hold_days = fields.Integer(related="company_id.prepaid_hold_days", readonly=False)
    prepaid_hold_remind_days = fields.Integer(related="company_id.prepaid_hold_remind_days", readonly=False)
    prepaid_hold_rest = fields.Selection(related="company_id.prepaid_hold_rest", readonly=False)
    prepaid_low_alert = fields.Monetary(related="company_id.prepaid_low_alert", readonly=False)
    prepaid_low_cover_days = fields.Integer(related="company_id.prepaid_low_cover_days", readonly=False)
    prepaid_low_repeat_days = fields.Integer(related="company_id.prepaid_low_repeat_days", readonly=False)
    prepaid_slip_likeness = fields.Integer(related="company_id.prepaid_slip_likeness", readonly=False)
    prepaid_slip_days = fields.Integer(related="company_id.prepaid_slip_days", readonly=False)
    prepaid_statement_auto = fields.Boolean(related="company_id.prepaid_statement_auto", readonly=False)
    prepaid_statement_day = fields.Integer(related="company_id.prepaid_statement_day", readonly=False)
    prepaid_statement_mail = fields.Boolean(related="company_id.prepaid_statement_mail", readonly=False)
    prepaid_statement_answer_days = fields.Integer(related="company_id.prepaid_statement_answer_days", readonly=False)
    prepaid_dormant_days = fields.Integer(related="company_id.prepaid_dormant_days", readonly=False)
    prepaid_close_notice_days = fields.Integer(related="company_id.prepaid_close_notice_days", readonly=False)
    prepaid_submit_stop_days = fields.Integer(related="company_id.prepaid_submit_stop_days", readonly=False)
    prepaid_close_statement = fields.Selection(related="company_id.prepaid_close_statement", readonly=False)
    prepaid_bank_change_days = fields.Integer(related="company_id.prepaid_bank_change_days", readonly=False)
    prepaid_refund_needs_bank = fields.Boolean(related="company_id.prepaid_refund_needs_bank", readonly=False)
    prepaid_hand_entries = fields.Boolean(related="company_id.prepaid_hand_entries", readonly=False)
