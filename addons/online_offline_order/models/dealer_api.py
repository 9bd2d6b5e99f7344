from odoo import api, models
from odoo.exceptions import UserError

from .sale_order_cancel import ASKERS
from .sale_order_flow import PRESALE

MOST = 100  # documents in one call


class DealerApi(models.AbstractModel):
    """What other programs need of dealer orders, in one place: ``POST /json/2/dealer.api/<method>`` with an API key (docs/api.md).

    Documents are named by their numbers, stores and goods by their codes. Every write takes an idempotency key: the same key with the
    same contents does nothing and answers where the document stands now; with other contents it is refused. A key belongs to a method
    of a company. The user behind the API key needs the role that the step needs in the web client; one call is one transaction.
    """

    _name = "dealer.api"
    _description = "Dealer commerce for other programs"

    # -- reading

    @api.model
    def stock(self, codes, warehouse=None):
        """Tell HQ's free stock.

        :param codes: list of product codes or barcodes. :param warehouse: short name, by default the company's first.
        :return: as ``sale.order/dealer_stock``.
        :raises UserError: for an unknown warehouse. :raises AccessError: without a dealer role.
        """
        return self.env["sale.order"].dealer_stock(codes, warehouse)

    @api.model
    def quote(self, payload):
        """Price an order without saving anything.

        :param payload: as of :meth:`submit`. :return: as ``sale.order/dealer_quote``, amounts in yuan; people of a dealer see less.
        :raises UserError: with the sentence of what is wrong in the payload. :raises AccessError: for roles that enter no orders.
        """
        return self.env["sale.order"].dealer_quote(payload)

    @api.model
    def status(self, orders):
        """Tell where orders stand.

        :param orders: list of at most 100 order numbers. :return: list as ``sale.order/dealer_status`` gives, in the same order.
        :raises UserError: for a number that the user cannot see.
        """
        return self._named("sale.order", orders).dealer_status()

    @api.model
    def return_status(self, returns):
        """Tell where returns stand.

        :param returns: list of at most 100 return numbers. :return: list as ``dealer.return/dealer_return_status`` gives, in the same order.
        :raises UserError: for a number that the user cannot see.
        """
        return self._named("dealer.return", returns).dealer_return_status()

    @api.model
    def balance(self, store):
        """Tell what a dealer or store can spend.

        :param store: its code. :return: as ``prepaid.account/read_balance``, amounts as text in yuan.
        :raises UserError: when the code is unknown to the user or has no account.
        """
        return self.env["prepaid.account"].read_balance(store)

    @api.model
    def statement(self, store, date_from=None, date_to=None, offset=0, limit=200):
        """List ledger entries of a dealer or store, oldest first.

        :param store: its code. :param date_from: first day (ISO text), optional. :param date_to: last day, optional.
        :param offset: entries to skip. :param limit: at most so many, 1,000 at the top.
        :return: list as ``prepaid.account/read_statement`` gives, amounts as text in yuan.
        :raises UserError: as :meth:`balance`.
        """
        return self.env["prepaid.account"].read_statement(store, date_from, date_to, offset, limit)

    # -- writing

    @api.model
    def submit(self, idempotency_key, payload):
        """Enter an order and submit it.

        :param idempotency_key: text of 1 to 64 characters. :param payload: dict as in the docstring of ``sale.order`` (sale_order_api.py).
        :return: one dict of :meth:`status`.
        :raises UserError: with the sentence of what is wrong; then nothing has been saved. :raises AccessError: for roles that enter no orders.
        """
        return self.env["sale.order"].dealer_submit_order(idempotency_key, payload)

    @api.model
    def confirm_total(self, idempotency_key, order, total):
        """Agree to the new total of a waiting order.

        :param idempotency_key: text of 1 to 64 characters. :param order: number. :param total: the total agreed to, in yuan.
        :return: one dict of :meth:`status`.
        :raises UserError: when the total is another one by now. :raises AccessError: without the role pre-sale service.
        """
        return self._step(idempotency_key, "confirm_total", order, [total], lambda record: record.action_confirm_total(total), [PRESALE])

    @api.model
    def cancel(self, idempotency_key, order, reason):
        """Cancel an order, or what has not shipped of it; who may only ask for it asks, and service decides.

        :param idempotency_key: text of 1 to 64 characters. :param order: number. :param reason: why.
        :return: one dict of :meth:`status`; ``cancel_asked`` says that the cancellation is asked for.
        :raises UserError: when everything has shipped: use a return. :raises AccessError: for roles that enter no orders.
        """
        def work(record):
            if not self.env.user.has_group(PRESALE):
                record.action_ask_cancel(reason)
            elif record.dealer_state == "partial":
                record.action_cancel_rest(reason, by_dealer=True)
            else:
                record.action_cancel_order(reason)
        return self._step(idempotency_key, "cancel", order, [reason], work, ASKERS)

    @api.model
    def received(self, idempotency_key, order, received_at=None, note=None, proofs=None):
        """Record that the goods of an order have arrived.

        :param idempotency_key: text of 1 to 64 characters. :param order: number. :param received_at: UTC time (ISO text), now by default.
        :param note: who said so. :param proofs: list of {"name", "data"}, base64 of pictures or PDFs.
        :return: one dict of :meth:`status`.
        :raises UserError: when it has not shipped wholly or a proof is missing. :raises AccessError: without the role after-sale service.
        """
        return self._step(
            idempotency_key, "received", order, [received_at, note, proofs], lambda record: record.action_received(received_at, note, proofs))

    @api.model
    def request_return(self, idempotency_key, payload):
        """Ask for a return and submit it.

        :param idempotency_key: text of 1 to 64 characters. :param payload: dict as in the docstring of ``dealer.return`` (dealer_return_api.py).
        :return: one dict of :meth:`return_status`.
        :raises UserError: with the sentence of what is wrong; then nothing has been saved. :raises AccessError: for roles that ask for none.
        """
        return self.env["dealer.return"].dealer_request_return(idempotency_key, payload)

    # -- help

    @api.model
    def _step(self, key, method, order, arguments, work, roles=None):
        """Take a step of an order once; a program asks again until it has an answer.

        :param roles: who may take it, also when it is taken already; None = who confirms receipts of this order.
        """
        record = self._named("sale.order", [order])
        record._require_role(*(roles or record._receivers()))

        def run():
            work(record)
            return record
        return self.env["dealer.api.call"]._once(key, method, [order, *arguments], run).dealer_status()[0]

    @api.model
    def _named(self, model, names):
        """Find dealer orders or returns by their numbers.

        :return: records in the order of the names, a number that is given twice once.
        """
        if not isinstance(names, list) or len(names) > MOST or not all(isinstance(name, str) for name in names):
            raise UserError(self.env._("Numbers of documents are a list of at most %s texts.", MOST))
        records = self.env[model]
        domain = [("name", "in", names), ("company_id", "=", self.env.company.id)]
        if model == "sale.order":
            domain.append(("is_dealer_order", "=", True))
        found = {record.name: record for record in records.search(domain)}
        missing = [name for name in names if name not in found]
        if missing:
            raise UserError(self.env._("There is no document with the number %s: check the number and the company it is in.", ", ".join(missing)))
        return records.union(*(found[name] for name in names))
