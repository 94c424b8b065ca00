using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Something of the input that could not be read. Immutable.</summary>
/// <param name="Line">The number of the line it begins in, from 1 on; 0 where the input has no lines. <c>line</c></param>
/// <param name="Reason">What is wrong with it, in words; holds nothing of the input itself. Few different values. <c>reason</c></param>
public sealed record RunFault(long Line, string Reason)
{
    /// <summary>The number of the entry in a JSON array, from 1 on; 0, which is not written, in all other inputs. <c>entry</c></summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Entry { get; init; }
}
