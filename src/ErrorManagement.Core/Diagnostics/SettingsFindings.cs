namespace ErrorManagement.Diagnostics;

/// <summary>Gathers what a settings check finds about one subject.</summary>
internal sealed class SettingsFindings(string subject)
{
    private readonly List<SettingsWarning> _found = [];

    public IReadOnlyList<SettingsWarning> Found => _found;

    /// <summary>Notes a finding; numbers are written the same in every culture.</summary>
    public void Add(string rule, FormattableString message) => _found.Add(new SettingsWarning(rule, subject, FormattableString.Invariant(message)));

    /// <summary>A length as messages show it, such as <c>1.5 s</c>.</summary>
    public static string Seconds(TimeSpan length) => FormattableString.Invariant($"{length.TotalSeconds:0.#######} s");
}
