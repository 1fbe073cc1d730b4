"""What can go wrong when something comes in, in sentences. Nothing that came in is lost by any of it."""

from leadfast.foundation.errors import NotFound, Refusal


class ArrivalNotFound(NotFound):
    """There is no such arrival here."""


class UploadNotFound(NotFound):
    """There is no such file here."""


class FileNamesThem(Refusal):
    """A file that is still to come in names them. Let it come in or stop it, then erase them. Nothing was erased."""


class DoorUnknown(Refusal):
    """It came in by a way that this version does not know. It is kept as it came."""


class NothingEntered(Refusal):
    """One field is enough: a name, a company, a mail address or a number."""


class NothingToKeep(Refusal):
    """There is no name, company, mail address or number in this."""


class ArrivalSettled(Refusal):
    """Somebody has settled this arrival in the meantime. Look again."""


class ArrivalNotJunk(Refusal):
    """This arrival is not junk. Look again."""


class WaitsForSomebody(Refusal):
    """What waits for a person has to be somebody's, and to have a time."""

    constraint = "waiting_arrival_is_due_and_somebodys"


class FileEmpty(Refusal):
    """This file has no rows."""


class FileTooLarge(Refusal):
    """This file has more than 2,000,000 rows. Split it, then upload the parts one after the other."""


class NotATable(Refusal):
    """This file is no table: it looks like a picture, a document or a program. Choose the table, as CSV or Excel."""


class TooManyColumns(Refusal):
    """This table has more than 500 columns. Leave out those that are not needed, and upload it again."""


class WorkbookUnreadable(Refusal):
    """This workbook cannot be opened: it is damaged, locked or far too large. Save it again as XLSX or CSV."""


class NoColumnChosen(Refusal):
    """Choose which column holds the name, the company, the mail address or the phone number."""


class ColumnUnknown(Refusal):
    """This column cannot be used that way. Choose from the list."""


class AlreadyStarted(Refusal):
    """This file is being read in already. Its page shows how far it is."""


class NotComingIn(Refusal):
    """Rows of this file are not coming in now. Its page shows how it stands."""


class NothingToTakeBack(Refusal):
    """Nothing of this file can be taken back: no row of it made a lead, or it still comes in."""


class ActivitiesOnly(Refusal):
    """This is an export of activities, not of leads. Use Rescue to see which leads of it have gone silent."""


class NobodyOfThisRule(Refusal):
    """Choose at least one person of the team who works here now."""


class RuleNotFound(NotFound):
    """There is no such rule here any more. Look at the list again."""


class NobodyHere(Refusal):
    """There is no active member who could own this lead. Invite somebody, or bring somebody back."""


class PhotoEmpty(Refusal):
    """This photo is empty: nothing of it arrived. Take it again."""


class PhotoTooLarge(Refusal):
    """This photo is larger than 20 MB. Take it again with the camera of the phone."""


class CardNotRead(Refusal):
    """This photo is still being read. In a moment it can be corrected."""


class WorkspaceMixedUp(Refusal):
    """The settlement of an arrival has to name a lead of this workspace."""

    constraint = "settled_arrival_has_its_lead"


class JunkNeedsAPerson(Refusal):
    """Only a person may call an arrival junk."""

    constraint = "junk_by_a_person"


class SourceNotFound(NotFound):
    """There is no such source here."""


class ExpectedNotFound(NotFound):
    """This lead is not expected any more: it is here, or somebody let it be."""


class ChasedOutOfReach(Refusal):
    """A promised lead is asked for within 400 days. Choose a day that is closer."""


class EventNotFound(NotFound):
    """There is no such event here."""


class CampaignUnknown(Refusal):
    """There is no campaign of this name. Add it first."""


class CampaignNotFound(NotFound):
    """There is no such campaign here."""


class CampaignUnnamed(Refusal):
    """Give the campaign a name."""


class AlreadyThere(Refusal):
    """These belong to this campaign already. Nothing was changed."""


class ClosedStay(Refusal):
    """These leads are closed and stay where they were closed. Work one again first, then move it."""


class NoneCanBeFilled(Refusal):
    """None of these can be written to as the cadence stands, so nobody is left to move. Nothing was changed."""


class MovingNotFound(NotFound):
    """There is no such act to undo."""


class AlreadyUndone(Refusal):
    """Somebody has undone this already."""


class LikenessNotFound(NotFound):
    """These two have been decided on, or are no longer there."""


class ReasonMissing(Refusal):
    """Say why, so that others understand it later."""


class DoorHasNoProbe(NotFound):
    """No synthetic lead can be sent through this door."""


class CallFileNotFound(NotFound):
    """There is no such file of calls here."""


class CallFeedNotFound(NotFound):
    """There is no such telephone system here, or its address was revoked."""


class CallRecordNotFound(NotFound):
    """This call has been settled already, or there is no such call here."""


class SignatureWrong(Refusal):
    """The signature does not fit: this was not sent by the telephone system this address belongs to."""


class ExtensionUnreadable(Refusal):
    """Write an extension like 201, or a whole number like +44 20 7946 0000."""


class ExtensionNotFound(NotFound):
    """There is no such number here."""


class ExtensionTaken(Refusal):
    """This number belongs to somebody already. Take it away there first."""

    constraint = "extension_of_one_member"


class RecordingNotFound(NotFound):
    """There is no such recording here."""


class RecordingGone(Refusal):
    """This recording has been removed: its time was over."""


class ConsentMissing(Refusal):
    """A recording is kept only with the consent of whoever is on it. Say in which words they agreed."""

    constraint = "recording_needs_consent"


class KioskNotFound(NotFound):
    """This page is closed. Please speak to somebody here."""


class KioskBusy(Refusal):
    """Many people have just written here. Please wait a minute, or speak to somebody."""


class FilledByAMachine(Refusal):
    """A field that people cannot see was filled in: this looks like a machine. Look before you throw it away."""


class FloorUpNotFound(NotFound):
    """There is no such visitor here."""


class AlreadyLeft(Refusal):
    """Somebody has noted already that they left."""


class ResultUnknown(Refusal):
    """Say what came of it: they bought, they left and may come back, or they left no name."""


class SayWhyNoName(Refusal):
    """Say in a word why nobody asked for their name."""


class SayWhyGap(Refusal):
    """Say who the missing ones were: a supplier, a child, counted twice."""


class NothingToExplain(Refusal):
    """There is no gap to explain."""


class ChannelUnknown(Refusal):
    """Count walk-ins, phone calls or web enquiries."""


class DayToCome(Refusal):
    """This day is still to come."""


class FormNotFound(NotFound):
    """This form is closed, or its address is not complete. Please write to the company in another way."""


class FormBusy(Refusal):
    """Very many people are writing here just now. Please send it again in a few minutes."""


class FormTooLong(Refusal):
    """This is too much to send at once. Shorten it, then send it again."""


class FormAsksNothing(Refusal):
    """Ask at least for a name, a mail address or a phone number."""


class InletNotFound(NotFound):
    """There is no such address here, or it was revoked."""


class InletSignatureWrong(Refusal):
    """The signature or the key does not fit: this was not sent by the system this address belongs to."""


class LeadAddressTaken(Refusal):
    """This mailbox has such an address already. Close that one first, or choose another."""

    constraint = "lead_address_once"


class LeadAddressNotFound(NotFound):
    """There is no such address for leads here, or it was closed."""


class MarkedWordsMissing(Refusal):
    """Some of these words do not stand in the mail. Copy each exactly as it stands there."""


class NothingMarked(Refusal):
    """Mark at least the name, the mail address or the phone number."""


class MailRuleNotFound(NotFound):
    """There is no such rule here, or it was forgotten."""


class NotAMail(Refusal):
    """Only a mail can be taught."""
