using System.Text;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public class CsvTextTests
{
    [Theory] // issue: formula escaping (OWASP)
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t'=1\"")]
    [InlineData("\r=1", "\"'\r'=1\"")]
    [InlineData("\nx", "\"'\nx\"")]
    [InlineData("  =1", "\"  '=1\"")]
    [InlineData("\u00a0=1", "\"\u00a0'=1\"")]
    [InlineData("\ufeff=1", "\"\ufeff'=1\"")]
    [InlineData("\uff1d1", "\"'\uff1d1\"")]
    [InlineData("\uff0b1", "\"'\uff0b1\"")]
    [InlineData("\uff0d1", "\"'\uff0d1\"")]
    [InlineData("\uff20x", "\"'\uff20x\"")]
    [InlineData("a;=1", "\"a;'=1\"")]
    [InlineData("a, -1", "\"a, '-1\"")]
    [InlineData("a\t@x", "\"a\t'@x\"")]
    [InlineData("a\r\n=x", "\"a\r\n'=x\"")]
    [InlineData("say \"=x\"", "\"say \"\"'=x\"\"\"")]
    [InlineData("'=x", "\"''=x\"")]
    [InlineData("=-+@", "\"'=-+@\"")]
    [InlineData("a=b - c@d +1", "\"a=b - c@d +1\"")]
    [InlineData("a\0b", "\"a\ufffdb\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void What_begins_a_formula_is_held(string? text, string cell) => Cell(text).Should().Be(cell);

    [Fact] // a longer cell runs over into others
    public void A_cell_has_a_bound()
    {
        var cell = Cell(new string('x', 100_000));

        cell.Should().HaveLength(CsvText.MaxLength + 3).And.EndWith("…\"");
        CsvText.MaxLength.Should().BeLessThan(32_767 - 2);
    }

    private static string Cell(string? text)
    {
        var to = new StringBuilder();
        CsvText.Append(to, text);
        return to.ToString();
    }
}
