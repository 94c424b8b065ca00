using System.Globalization;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Diagnostics;

/// <summary>Gathers what is wrong with a set of options, everything at once, in one wording. Costs nothing while nothing is wrong: hosts make breakers by the thousand.</summary>
/// <param name="kind">What the options are of, such as <c>Circuit breaker</c>.</param>
/// <param name="name">Its name; null or blank for none.</param>
internal struct OptionMistakes(string kind, string? name = null)
{
    private List<string>? _found;

    /// <summary>Notes a mistake unless <paramref name="holds"/>.</summary>
    public void Check<T>(bool holds, string option, T value, string bound)
    {
        if (holds)
        {
            return;
        }

        var subject = string.IsNullOrWhiteSpace(name) ? kind : $"{kind} '{name}'";
        object shown = value switch
        {
            null => "null",
            "" => "empty",
            string text => $"'{text}'",
            _ => value,
        };
        (_found ??= []).Add(string.Create(CultureInfo.InvariantCulture, $"{subject}: {option} must be {bound}; it is {shown}."));
    }

    /// <summary>All of it, for the options of a container.</summary>
    public readonly ValidateOptionsResult ToResult() => _found is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_found);

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public readonly void ThrowIfAny(string parameter)
    {
        if (_found is not null)
        {
            throw new ArgumentException(string.Join(" ", _found), parameter);
        }
    }
}
