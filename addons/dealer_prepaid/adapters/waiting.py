"""Every kind of document that waits for its second person, in one list: the season close, a leaver and the month close look at it.

A kind added is one line here, or one ``register_waiting`` call of another addon.
"""
from typing import NamedTuple

from odoo.fields import Domain

WAITING: dict[str, "Waiting"] = {}


class Waiting(NamedTuple):
    """One kind of document.

    model: its model; accounts: fields that lead to a prepaid account it concerns, the receiving side included; owners: fields
    that lead to the owner, where it names no account yet; companies: fields that lead to its companies, empty for a document
    that holds for all; state and states: when it waits; code: sentence of the finding (see close_messages.py).
    """

    model: str
    accounts: tuple[str, ...] = ("account_id",)
    owners: tuple[str, ...] = ()
    companies: tuple[str, ...] = ("company_id",)
    state: str = "state"
    states: tuple[str, ...] = ("submitted",)
    code: str = "documents_to_approve"

    def _waits(self):
        return Domain(self.state, "in", self.states)

    def of_accounts(self, accounts):
        """Give the waiting documents that concern each account, or its owner with the account's company; one search for all.

        :param accounts: recordset of prepaid.account.
        :return: {account id: recordset in sudo, oldest first}; accounts without any are left out.
        """
        of_owners = Domain.OR([(name, "in", accounts.partner_id.ids)] for name in self.owners) & self._of_company(accounts.company_id)
        concerns = Domain.OR([(name, "in", accounts.ids)] for name in self.accounts) | of_owners
        documents = accounts.env[self.model].sudo().search(self._waits() & concerns, order="id")  # sudo: a close sees every document of its account
        by_owner, ids = accounts.grouped("partner_id"), {}
        for document in documents:
            concerned = {account_id for name in self.accounts for account_id in document.mapped(name).ids}
            for account in (one for name in self.owners for owner in document.mapped(name) for one in by_owner.get(owner, ())):
                if not self.companies or any(account.company_id in document[name] for name in self.companies):
                    concerned.add(account.id)
            for account_id in concerned:
                ids.setdefault(account_id, []).append(document.id)
        return {account.id: documents.browse(ids[account.id]).with_prefetch(documents.ids) for account in accounts if account.id in ids}

    def of_company(self, company, before):
        """Give the documents of a company that were entered before a moment and still wait.

        :param company: one res.company.
        :param before: moment in UTC.
        :return: recordset.
        """
        return company.env[self.model].search(self._waits() & self._of_company(company) & Domain("create_date", "<", before), order="id")

    def _of_company(self, companies):
        return Domain.OR([(name, "in", companies.ids)] for name in self.companies) if self.companies else Domain.TRUE


def register_waiting(model: str, name: str = "", **rule) -> None:
    """Make a kind of waiting document known.

    :param model: model name.
    :param name: key where a model waits in more than one way; the model by default.
    :param rule: fields of :class:`Waiting`.
    :raises ValueError: when the key is taken.
    """
    if (name or model) in WAITING:
        raise ValueError(f"waiting document {name or model!r} registered twice")
    WAITING[name or model] = Waiting(model, **rule)


register_waiting("prepaid.topup", code="topups_to_confirm")
register_waiting("prepaid.receipt")
register_waiting("prepaid.topup.reversal")
register_waiting("prepaid.adjustment")
register_waiting("prepaid.transfer", accounts=("account_id", "target_id"))
register_waiting("prepaid.company.transfer", accounts=("account_id", "side_ids.account_id"), companies=("company_id", "target_company_id"))
register_waiting("prepaid.withdrawal")
register_waiting("prepaid.freeze")
register_waiting("prepaid.credit.line")
register_waiting("prepaid.opening", accounts=("line_ids.account_id",), owners=("line_ids.partner_id",))
register_waiting("prepaid.opening.amount")
register_waiting("prepaid.grant")
register_waiting("prepaid.deposit", owners=("partner_id",))
register_waiting("prepaid.writeoff")
register_waiting("prepaid.unidentified", accounts=())
register_waiting(
    "prepaid.unidentified", "claim", accounts=(), owners=("claim_partner_id",), state="claim_state", states=("proposed",), code="claims_to_confirm")
register_waiting("prepaid.unidentified", "return", accounts=(), state="claim_state", states=("return_proposed",), code="returns_to_confirm")
register_waiting("prepaid.settlement.change", accounts=(), owners=("partner_id",), companies=(), states=("proposed",))
