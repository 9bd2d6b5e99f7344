from odoo import models
from odoo.fields import Domain

OPERATORS = frozenset(("in", "<", "<=", ">", ">="))


def search_sum(name):
    """Make the search method of a figure of ``_sums``.

    :param name: the field.
    :return: callable for the field's ``search``; Odoo turns the other operators into these.
    """
    def search(model, operator, value):
        if operator not in OPERATORS:
            return NotImplemented
        return Domain.custom(to_sql=lambda model, alias, query: model._fields[name].condition_to_sql(name, operator, value, model, alias, query))
    return search


class PrepaidSumsMixin(models.AbstractModel):
    """Figures that no column keeps, so that nothing can disagree with the ledger; the database works them out where one searches by them.

    They can be searched, sorted, grouped and summed like columns. Name them in ``_sums`` and give the field ``search=search_sum(name)``.
    """

    _name = "prepaid.sums.mixin"
    _description = "Figures worked out by the database"

    _sums = {}  # field -> function of sql.sums that gives its SQL for an alias in a query

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in self._sums:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return self._sums[field_expr](alias, query)
