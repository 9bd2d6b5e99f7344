"""Statements for receipts: what an owner still owes."""
from odoo.tools import SQL


def open_receivable(cr, company_id, partner_id):
    """Sum what an owner has not paid of posted documents; money that came too much counts against it.

    :return: fen, below zero when the owner has paid too much.
    """
    cr.execute(SQL(
        """SELECT coalesce((sum(l.amount_residual) * 100)::bigint, 0) FROM account_move_line l
             JOIN account_account a ON a.id = l.account_id
            WHERE l.company_id = %s AND l.partner_id = %s AND l.parent_state = 'posted' AND NOT l.reconciled
              AND a.account_type = 'asset_receivable'""", company_id, partner_id))
    return cr.fetchone()[0]


def mark_pay_now_accounts(cr):
    """Upgrade: mark the accounts that a receipt of a pay-now owner made; they open at nothing where the company asks for a first top-up."""
    cr.execute(SQL(
        """UPDATE prepaid_account a SET pay_now = TRUE FROM res_company c
            WHERE c.id = a.company_id AND a.min_first_topup = 0 AND c.prepaid_min_first_topup > 0 AND a.pay_now IS NOT TRUE
              AND NOT EXISTS (SELECT FROM prepaid_opening_amount d WHERE d.account_id = a.id AND d.state = 'approved')
              AND NOT EXISTS (SELECT FROM prepaid_entry e WHERE e.account_id = a.id AND e.kind IN ('topup', 'opening'))"""))


def mark_typed_remittances(cr):
    """Upgrade: mark the remittances that no import brought as typed by hand; releases before did not tell them apart."""
    cr.execute(SQL(
        """UPDATE prepaid_bank_line SET by_hand = TRUE
            WHERE by_hand IS NULL AND id NOT IN (
                  SELECT one.value::text::integer FROM dealer_import_job j
             CROSS JOIN jsonb_array_elements(CASE WHEN jsonb_typeof(j.result_ids) = 'array' THEN j.result_ids ELSE '[]' END) one
                   WHERE j.result_model = 'prepaid.bank.line' AND j.state = 'done')"""))
    cr.execute(SQL("UPDATE prepaid_bank_line SET by_hand = FALSE WHERE by_hand IS NULL"))
