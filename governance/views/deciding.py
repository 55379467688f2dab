"""Offices, boards, meetings, papers, decisions, recommendations, Panel items."""

from django.db.models import QuerySet

from governance import filters
from governance.models import Board, Decision, Meeting, PanelItem, Paper, Recommendation
from governance.reports import pages
from governance.reports.bodies import body_page
from governance.tables.decision import DecisionTable, PanelItemTable, RecommendationTable
from governance.tables.meeting import BoardTable, MeetingTable, PaperTable
from programmes.lists import RegisterList
from programmes.models import Body
from programmes.navigation import Link
from programmes.records import RecordPage

FORWARD_PLAN = Link("Forward plan", "/register/forward-plan/")


class BodyPage(RecordPage):
    list_title, list_name, report = "Offices and bodies", "programmes:body-list", body_page
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Body.objects).select_related("force", "succeeded_by")


class BoardList(RegisterList):
    title = "Boards"
    lead = "Who meets, how often, under whom, and what they may decide. Each name in the sources is its own record."
    table_class, filter_class, csv_name = BoardTable, filters.BoardFilter, "governance:board-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Board.objects).select_related("programme", "alliance")

    def links(self) -> list[Link]:
        return [Link("Meetings", "/register/meetings/"), Link("Boards", "/register/boards/", True), FORWARD_PLAN]


class BoardPage(RecordPage):
    list_title, list_name, report = "Boards", "governance:board-list", pages.board_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Board.objects).select_related("programme", "alliance", "body")


class MeetingList(RegisterList):
    title = "Meetings"
    lead = (
        "Meetings of the boards, held and to come, with their dates as the sources give them. “Date passed, not recorded "
        "as held” means that a document names the meeting and none says that it was held."
    )
    table_class, filter_class, csv_name = MeetingTable, filters.MeetingFilter, "governance:meeting-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Meeting.objects).select_related("board")

    def links(self) -> list[Link]:
        return [Link("Meetings", "/register/meetings/", True), Link("Boards", "/register/boards/"), FORWARD_PLAN]


class MeetingPage(RecordPage):
    list_title, list_name, report = "Meetings", "governance:meeting-list", pages.meeting_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Meeting.objects).select_related("board")


class DecisionList(RegisterList):
    title = "Decisions"
    lead = "The ledger of decisions: of boards in principle, of offices for themselves, in their exact wording."
    table_class, filter_class, csv_name = DecisionTable, filters.DecisionFilter, "governance:decision-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Decision.objects).select_related("board", "body", "case")


class DecisionPage(RecordPage):
    list_title, list_name, report = "Decisions", "governance:decision-list", pages.decision_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Decision.objects).select_related(
            "board", "body", "meeting__board", "case", "case_event", "programme", "workstream", "agreement", "corrects"
        )


class PaperList(RegisterList):
    title = "Papers"
    lead = "Papers for meetings, open or exempt on a ground, with what they recommend."
    table_class, filter_class, csv_name = PaperTable, filters.PaperFilter, "governance:paper-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Paper.objects).select_related("meeting__board", "source")


class PaperPage(RecordPage):
    list_title, list_name, report = "Papers", "governance:paper-list", pages.paper_page

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(Paper.objects)
        return rows.select_related("meeting__board", "source", "item__meeting__board", "document__case")


class RecommendationList(RegisterList):
    title = "Recommendations"
    lead = "What papers ask a board or an office to do, word for word, and what was done."
    table_class, filter_class = RecommendationTable, filters.RecommendationFilter
    csv_name = "governance:recommendation-csv"

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(Recommendation.objects)
        return rows.select_related("paper__meeting__board", "to_board", "to_body")


class RecommendationPage(RecordPage):
    list_title, list_name = "Recommendations", "governance:recommendation-list"
    report = pages.recommendation_page

    def get_queryset(self) -> QuerySet:
        rows = self.reader.rows(Recommendation.objects)
        return rows.select_related("paper__meeting__board", "to_board", "to_body")


class PanelItemList(RegisterList):
    title = "Panel items"
    lead = "Forthcoming decisions and variations of plans put to a Police and Crime Panel, and what came back."
    table_class, filter_class, csv_name = PanelItemTable, filters.PanelItemFilter, "governance:panel-item-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(PanelItem.objects).select_related("panel", "body")


class PanelItemPage(RecordPage):
    list_title, list_name, report = "Panel items", "governance:panel-item-list", pages.panel_item_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(PanelItem.objects).select_related("panel", "body", "meeting__board", "case")
