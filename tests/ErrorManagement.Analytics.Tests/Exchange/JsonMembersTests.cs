using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public sealed class JsonMembersTests
{
    [Fact]
    public void What_is_not_known_or_is_no_number_is_null() => Written(
        JsonMembers.ToText(static writer =>
        {
            writer.WriteText("text", null);
            writer.WriteTime("time", null);
            writer.WriteNumberOrNull("number", null);
            writer.WriteNumberOrNull("infinity", double.PositiveInfinity);
            writer.WriteNumberOrNull("no_number", double.NaN);
        })).Should().Be("""{"text":null,"time":null,"number":null,"infinity":null,"no_number":null}""");

    [Fact]
    public void Texts_numbers_times_and_lists_are_members_of_one_object() => Written(
        JsonMembers.ToText(static writer =>
        {
            writer.WriteText("text", "half \uD800");
            writer.WriteTexts("texts", ["a", "\uDC00"]);
            writer.WriteNumberOrNull("number", 2_147_483_647);
            writer.WriteTime("time", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
            writer.WriteObjects("objects", [1, 2], static (to, number) => to.WriteNumber("is", number));
        })).Should().Be("""{"text":"half �","texts":["a","�"],"number":2147483647,"time":"2026-01-02T03:04:05+00:00","objects":[{"is":1},{"is":2}]}""");

    private static string Written(string json) => string.Concat(json.Split('\n').Select(static line => line.Trim())).Replace("\": ", "\":", StringComparison.Ordinal);
}
