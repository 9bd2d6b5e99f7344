from odoo import models

from .account_journal import plain_word


class PrepaidImportAccount(models.AbstractModel):
    """Which account each row of a sheet of money belongs to: its own column, else the account chosen on the import."""

    _name = "prepaid.import.account"
    _description = "Account of the rows of a sheet"

    def _row_accounts(self, rows, journals, chosen, fitting=None):
        """Find the account of each row.

        :param rows: good ParsedRows whose record has ``account``.
        :param journals: account.journal that a row may name.
        :param chosen: the account chosen on the import, or empty.
        :param fitting: optional function from a ParsedRow to the accounts its way of paying allows, or None where all do.
        :return: (accounts, errors): {row number: account.journal}, and one RowError for each row without one.
        """
        words, accounts, errors = journals._account_words(), {}, []
        for row in rows:
            word, error = row.record.account, row.source.error
            allowed = fitting(row) if fitting else None
            if not journals:
                errors.append(error("serial", "no_receiving_account"))
                continue
            if word:
                journal = words.get(plain_word(word))
                if not journal:
                    errors.append(error("account", "unknown_account", known="、".join(journals.mapped("name"))))
                    continue
                if allowed is not None and journal not in allowed:
                    errors.append(error("account", "account_of_channel", known="、".join(allowed.mapped("name"))))
                    continue
            else:
                fits = chosen in journals and (allowed is None or chosen in allowed)
                journal = chosen if fits else allowed if allowed and len(allowed) == 1 else None
                if not journal:
                    wrong = chosen and chosen not in journals
                    errors.append(
                        error("account", "chosen_account", name=chosen.name, known="、".join(journals.mapped("name"))) if wrong
                        else error("serial", "account_needed"))
                    continue
            accounts[row.number] = journal
        return accounts, errors + self._double_serials(rows, accounts)

    def _double_serials(self, rows, accounts):
        """Find rows whose serial number stands twice on one account, where only one of them names the account."""
        seen, errors = {}, []
        for row in rows:
            journal = accounts.get(row.number)
            other = journal and seen.setdefault((journal, self._key(row)), row)
            if other and other is not row:
                errors.append(row.source.error("serial", "duplicate_in_file", other=other.number))
        return errors
