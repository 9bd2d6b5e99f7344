from dataclasses import dataclass, field

from odoo import models


@dataclass
class ImportPlan:
    """What an import would do. The elements are the importer's own; only their number is shown.

    :param created: what is new.
    :param updated: what exists and differs.
    :param unchanged: what exists as the sheet says.
    :param notes: sentences for the person who decides, such as what differs from what is in force.
    """

    created: list = field(default_factory=list)
    updated: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    notes: list = field(default_factory=list)


class DealerImportBase(models.AbstractModel):
    """What a kind of import does with the good rows of its sheet.

    The layout ``x`` registered with ``sheet.register_layout`` is imported by the model ``dealer.import.x``, which
    inherits this one and fills in the hooks below. Its ``_description`` is the name users choose it by. A job
    calls them in this order, in one transaction and with the rights of the user:

    ``_lookup`` -> ``_refine`` -> ``_plan`` (the dry run ends here) -> ``_commit``.

    Rows are looked up by their key, so a corrected file that is uploaded again changes what differs and makes no
    doubles.
    """

    _name = "dealer.import.base"
    _description = "Import"

    # External ids of the groups that may run this import; empty: everybody who may use import jobs.
    _import_groups = ()
    # A sheet that means something only as a whole, such as a tariff: rows with errors stop it in either mode.
    _whole_sheet = False

    def _key(self, row):
        """Give the key by which a row finds what it stands for.

        :param row: a ParsedRow.
        :return: anything hashable.
        """
        return row.number

    def _lookup(self, job, rows):
        """Find in a fixed number of queries what the rows refer to, and what is wrong with that.

        :param job: the dealer.import.job (company, options).
        :param rows: the good ParsedRows.
        :return: pair (found, errors): ``found`` is a dict handed on to the next hooks; ``errors`` a list of RowError
            made with ``row.source.error(column, code, **params)``. Rows with an error are left out from here on.
        """
        return {}, []

    def _refine(self, errors, parsed):
        """Say the findings of ``_lookup`` better with what is known of the rows that were bad before it.

        :param errors: list of RowError.
        :param parsed: the :class:`Parsed` of the file; ``rejected`` holds the values of bad rows.
        :return: list of RowError.
        """
        return errors

    def _plan(self, job, rows, found):
        """Compare the rows with what exists, writing nothing.

        :return: :class:`ImportPlan`.
        """
        raise NotImplementedError(self._name)

    def _commit(self, job, rows, found, plan):
        """Write the plan in batches, as the user. An exception undoes the whole job.

        Call ``job._progress(done, total)`` between batches.

        :return: a recordset of what was made or changed, which the job opens for the user, or None.
        """
        raise NotImplementedError(self._name)
