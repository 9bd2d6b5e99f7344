"""Who follows a document."""


def asked_for(cr, model, record_id, subtype_id):
    """Say whether somebody who follows a document wants to be told of one kind of message.

    Followers and what they asked for are written at once, so that nothing has to be flushed.

    :param cr: cursor. :param model: name of the document's model. :param record_id: its id. :param subtype_id: id of the kind.
    :return: bool.
    """
    cr.execute(
        """SELECT EXISTS (SELECT FROM mail_followers follower
                            JOIN mail_followers_mail_message_subtype_rel asked ON asked.mail_followers_id = follower.id
                           WHERE follower.res_model = %s AND follower.res_id = %s AND asked.mail_message_subtype_id = %s)""",
        [model, record_id, subtype_id])
    return cr.fetchone()[0]
