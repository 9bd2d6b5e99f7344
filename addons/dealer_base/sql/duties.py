"""Who holds two duties that one person must not have."""
from odoo.tools import SQL


def conflict_pairs():
    """Pairs of a user and a duty rule of which the user holds both sides, by roles given to him or implied by them.

    :return: SQL with the columns user_id and rule_id; rules that are off or kept on each document are left out.
    """
    return SQL(
        """WITH RECURSIVE reach(gid, hid) AS (
               SELECT id, id FROM res_groups
                UNION
               SELECT reach.gid, step.hid FROM reach JOIN res_groups_implied_rel step ON step.gid = reach.hid),
           held AS (
               SELECT DISTINCT member.uid, reach.hid FROM res_groups_users_rel member JOIN reach ON reach.gid = member.gid)
           SELECT DISTINCT one.uid AS user_id, rule.id AS rule_id
             FROM dealer_sod_rule rule
             JOIN dealer_sod_rule_group_a_rel side_a ON side_a.rule_id = rule.id
             JOIN held one ON one.hid = side_a.group_id
             JOIN dealer_sod_rule_group_b_rel side_b ON side_b.rule_id = rule.id
             JOIN held two ON two.hid = side_b.group_id AND two.uid = one.uid
            WHERE rule.active AND rule.severity IN ('hard', 'warning')""")


def find_conflicts(cr):
    """Give every violation there is.

    :return: set of (user id, rule id).
    """
    cr.execute(conflict_pairs())
    return set(cr.fetchall())


def conflict_query():
    """Rows of dealer.sod.conflict: violations of logins that are in use, with the exception that covers them today.

    :return: SQL.
    """
    return SQL(
        """SELECT pair.user_id::bigint * 100000 + pair.rule_id AS id, pair.user_id, pair.rule_id, rule.severity,
                  (SELECT max(excepted.id) FROM dealer_sod_exception excepted
                    WHERE excepted.user_id = pair.user_id AND excepted.rule_id = pair.rule_id AND excepted.state = 'approved'
                      AND excepted.date_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date) AS exception_id
             FROM (%s) pair
             JOIN dealer_sod_rule rule ON rule.id = pair.rule_id
             JOIN res_users login ON login.id = pair.user_id AND login.active""", conflict_pairs())
