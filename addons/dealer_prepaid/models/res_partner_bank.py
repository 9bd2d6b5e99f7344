from odoo import api, fields, models
from odoo.exceptions import AccessError

STAMP = {"prepaid_changed_at", "prepaid_changed_by", "prepaid_change_no", "prepaid_hands"}
TOLD = {"acc_number", "acc_holder_name", "bank_id", "partner_id"}


PARTNER = 2  # places of _payout_data
ORDER = {PARTNER, 4, 5}  # what may make another account of the partner the one that is paid


class ResPartnerBank(models.Model):
    """Remembers when and by whom the data a refund is paid to were changed last: number, bank, holder, order, archiving.

    A change of one account stamps all accounts of its partner, because it may have made another one the first. Who entered each present
    value stays known beside the last one who wrote: correcting the holder does not let who entered the number approve it.
    """

    _inherit = "res.partner.bank"

    prepaid_changed_at = fields.Datetime(string="Bank data changed at", readonly=True, copy=False)
    prepaid_changed_by = fields.Many2one("res.users", string="Bank data changed by", readonly=True, copy=False)
    prepaid_change_no = fields.Integer(
        string="Changes of the bank data", readonly=True, copy=False, help="Goes up with each change, so that an approval counts for what was seen.")

    prepaid_hands = fields.Json(
        string="Who entered the bank data", readonly=True, copy=False, groups="base.group_user",
        help="For each value who entered the present one: number, bank, partner, holder, and what makes the account the one that is paid.")

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_stamp(*vals_list)
        banks = super().create(vals_list)
        for bank in banks:
            bank._note_hands(range(len(bank._payout_data())))
        banks.partner_id._stamp_banks()
        return banks

    def write(self, vals):
        self._refuse_stamp(vals)
        self._refuse_told(vals)
        before = {bank: bank._payout_data() for bank in self}
        result = super().write(vals)
        changed = self.filtered(lambda bank: bank._payout_data() != before[bank])
        partners = changed.partner_id | self.env["res.partner"].browse([before[bank][PARTNER] for bank in changed])
        for bank in changed:
            places = [place for place, value in enumerate(bank._payout_data()) if value != before[bank][place]]
            bank._note_hands(places)
            if ORDER & set(places):
                partners._note_order_hand()
        partners._stamp_banks()
        return result

    def unlink(self):
        """Remove bank accounts; those that stay count as changed, since another one is now the first."""
        partners = self.partner_id
        result = super().unlink()
        partners._note_order_hand()
        partners._stamp_banks()
        return result

    def _refuse_stamp(self, *vals_list):
        if not self.env.su and any(STAMP & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("When bank data were changed is written by the system alone."))

    def _refuse_told(self, vals):
        """Refuse to change alone the account that dealers are told to pay into: holder, number and bank of a receiving account."""
        if self.env.su or not TOLD & vals.keys():
            return
        changed = self.filtered(lambda bank: any(
            self._fields[name].convert_to_write(bank[name], bank) != vals[name] for name in TOLD & vals.keys()))
        journal = self.env["account.journal"].sudo().with_context(active_test=False).search(  # sudo: whoever writes bank accounts
            [("bank_account_id", "in", changed.ids), ("is_prepaid_receiving", "=", True)], limit=1) if changed else None
        if journal:
            raise AccessError(self.env._(
                "Dealers pay into %s: its holder, number and bank stay as they are. Propose a new account, or what dealers are told, under "
                "Settings > Receiving accounts; a second person confirms it.", journal.display_name))

    def _note_hands(self, places):
        """Remember the current user as who entered the present values at these places of :meth:`_payout_data`."""
        bank = self.sudo()  # sudo: the stamp is closed to every user
        bank.prepaid_hands = {**(bank.prepaid_hands or {}), **{str(place): self.env.uid for place in places}}

    def _hands(self):
        """Give who entered the present bank data: they do not approve them for a payment."""
        bank = self.sudo()  # sudo: the persons count for every role
        return bank.prepaid_changed_by | bank.env["res.users"].browse(set((bank.prepaid_hands or {}).values()))

    def _payout_data(self):
        return (self.sanitized_acc_number, self.bank_id.id, self.partner_id.id, self.acc_holder_name, self.active, self.sequence)

    def _masked(self):
        """Give the account for a screen or a log: its bank and the last four digits."""
        self.ensure_one()
        number = self.sanitized_acc_number or ""
        return " ".join(filter(None, (self.bank_id.name, f"**** {number[-4:]}" if len(number) > 4 else "****")))
