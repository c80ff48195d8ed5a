"""What `app.py probe` asks of Slack and Baton itself never does: a message with a mark of its own, and one taken away."""

from bot.gateway import Gateway, Posted


class Trial(Gateway):
    """Baton's door, with two ways more."""

    def post_marked(self, channel: str, text: str, client_msg_id: str) -> Posted:
        """Post words under a `client_msg_id`, by which Slack may know a double. Raises DeliveryError."""
        answer = self.call("chat.postMessage", channel=channel, text=text, client_msg_id=client_msg_id)
        return Posted(str(answer.get("channel") or channel), str(answer.get("ts")))

    def delete(self, where: Posted) -> None:
        """Take a message of ours away; twice does no harm. Raises DeliveryError."""
        self.call("chat.delete", repeatable=True, channel=where.channel, ts=where.ts)
