"""Why alerts cannot be asked for or sent now; each sentence is what the person reads."""


class AlertError(Exception):
    """Base of the reasons."""


class AskedTooOften(AlertError):
    def __init__(self) -> None:
        super().__init__("Alerts were asked for too often from your connection within this hour. Try again in an hour.")


class NotSentNow(AlertError):
    def __init__(self) -> None:
        super().__init__("The message could not be sent, so nothing was kept. Check the address, or try again later.")
