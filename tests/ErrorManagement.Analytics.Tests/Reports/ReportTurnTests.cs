using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class ReportTurnTests
{
    [Fact]
    public void What_came_due_while_reports_were_off_is_passed_over()
    {
        var turn = new ReportTurn();
        var day = new DateOnly(2030, 3, 13);
        turn.Begin(day);

        turn.Take(day.AddDays(1), isOn: false).Should().BeFalse();
        turn.Take(day.AddDays(1), isOn: true).Should().BeFalse();
        turn.Take(day.AddDays(2), isOn: true).Should().BeTrue();
        turn.Take(day.AddDays(2), isOn: true).Should().BeFalse();
    }

    [Fact]
    public void What_was_told_is_remembered_within_bounds()
    {
        var turn = new ReportTurn();
        var day = new DateOnly(2030, 1, 1);
        turn.Begin(day);
        for (var i = 1; i <= 1_000; i++)
        {
            turn.Take(day.AddDays(i), isOn: true).Should().BeTrue();
        }

        turn.Take(day.AddDays(990), isOn: true).Should().BeFalse();
        turn.Take(day.AddDays(1_000), isOn: true).Should().BeFalse();
        turn.Take(day.AddDays(1_001), isOn: true).Should().BeTrue();
    }
}
