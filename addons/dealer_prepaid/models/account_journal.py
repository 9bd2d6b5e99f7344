from odoo import api, fields, models
from odoo.exceptions import AccessError

from .prepaid_topup import METHODS

MAKERS = ("dealer_base.group_fin_manager",)
KEPT = {"is_prepaid_receiving", "prepaid_payment_hint"}
KEPT_OF_RECEIVING = {*KEPT, "bank_account_id"}


class AccountJournal(models.Model):
    """A bank account, wallet or cash box: whether dealers pay top-ups into it, and what they are told."""

    _inherit = "account.journal"

    is_prepaid_receiving = fields.Boolean(
        string="Receives prepaid money", help="Dealers may pay top-ups into this account: it is offered on the top-up.")
    prepaid_payment_hint = fields.Char(
        string="What dealers are told",
        help="Account holder, number and bank as the dealer needs them to pay; empty for the data of the bank account itself.")
    prepaid_method = fields.Selection(
        METHODS, string="Usual method", help="How dealers pay into this account where the top-up or the bank's list does not say it.")

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("is_prepaid_receiving") or vals.get("prepaid_payment_hint") for vals in vals_list):
            self._refuse_alone()
        return super().create(vals_list)

    def write(self, vals):
        if KEPT_OF_RECEIVING & vals.keys() and any(journal._tells_otherwise(vals) for journal in self):
            self._refuse_alone()
        return super().write(vals)

    def _tells_otherwise(self, vals):
        """Tell whether values change what dealers are told to pay into."""
        kept = KEPT_OF_RECEIVING if self.is_prepaid_receiving else KEPT
        return any(self._fields[name].convert_to_write(self[name], self) != vals[name] for name in kept & vals.keys())

    def _refuse_alone(self):
        if not self.env.su:
            raise AccessError(self.env._(
                "What dealers are told to pay into takes two persons: propose the change under Settings > Receiving accounts."))

    def action_change_receiving(self):
        """Open the dialog that proposes a change of this account, for the finance manager.

        :return: form action of a new prepaid.receiving.change.
        :raises AccessError: for other roles.
        """
        self.ensure_one()
        changes = self.env["prepaid.receiving.change"]
        changes._need_maker()
        self.check_access("read")
        change = changes.create({"journal_id": self.id, "company_id": self.company_id.id, "journal_type": self.type})
        return {
            "type": "ir.actions.act_window", "name": self.display_name, "res_model": changes._name, "res_id": change.id, "view_mode": "form",
            "views": [(self.env.ref("dealer_prepaid.prepaid_receiving_change_view_dialog").id, "form")], "target": "new"}

    def _pay_to(self):
        """Say where a dealer pays to.

        :return: text of one line: what finance entered, else holder, number and bank of the account; empty where neither is known.
        """
        self.ensure_one()
        bank = self.bank_account_id
        holder = bank.acc_holder_name or bank.partner_id.name
        return self.prepaid_payment_hint or ", ".join(filter(None, (holder, bank.acc_number, bank.bank_id.name)) if bank else ())

    def _account_words(self):
        """Give what a sheet may call these accounts.

        :return: {word: account.journal}: name in every language, short code, account number; a word of two accounts names neither.
        """
        found, twice = {}, set()
        for journal in self:
            names = {journal.with_context(lang=code).name for code, _name in self.env["res.lang"].get_installed()}
            bank = journal.bank_account_id
            for word in {*names, journal.code, bank.acc_number, bank.sanitized_acc_number} - {False}:
                if found.setdefault(plain_word(word), journal) != journal:
                    twice.add(plain_word(word))
        return {word: journal for word, journal in found.items() if word not in twice}


def plain_word(word):
    """Write a name or number as it is compared: without blanks, in small letters."""
    return "".join(word.split()).lower()
