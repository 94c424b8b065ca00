using System.Globalization;

namespace ErrorManagement.CircuitBreakers;

/// <summary>A value of a snapshot that is outside its bounds.</summary>
/// <param name="Member">Which, such as <c>Window[3].Failures</c>.</param>
/// <param name="Bound">What it must be.</param>
/// <param name="Value">What it is; no longer than a line.</param>
internal readonly record struct SnapshotMistake(string Member, string Bound, string Value)
{
    private const int MostShown = 60;

    public static SnapshotMistake Of(string member, string bound, object? value) => new(member, bound, Show(value));

    /// <summary>A value as it stands in a message: the same in every culture, and short though a file may hold anything.</summary>
    public static string Show(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return text is null or "" ? "missing" : text.Length <= MostShown ? text : text[..MostShown] + "...";
    }
}
