namespace ErrorManagement.Retries;

/// <summary>The plan for failures of one category, see <see cref="RetryOptions.Categories"/>: what is null is as the policy has it.</summary>
/// <remarks>Not safe for changes from several threads. Copied when a policy is built.</remarks>
public sealed class RetryCategoryOptions
{
    /// <summary>
    /// After how many retries of a call, whatever they were for, a failure of this category is no longer followed by another try. Default null: the policy's own;
    /// else at least 0, inclusive. 0 switches the category off, <see cref="int.MaxValue"/> sets no limit.
    /// </summary>
    public int? MaxRetries { get; set; }

    /// <summary>How delays grow. Default null: as the policy's own; else one of the enumeration's values.</summary>
    public RetryBackoff? Backoff { get; set; }

    /// <summary>The delay before the first retry. Default null: the policy's own; else at least zero, inclusive, and at most the longest delay of this category.</summary>
    public TimeSpan? InitialDelay { get; set; }

    /// <summary>By how much each delay grows. Default null: the policy's own; else at least 1, inclusive, and finite.</summary>
    public double? Multiplier { get; set; }

    /// <summary>The longest delay, also of those that the other side asks for. Default null: the policy's own; else at least zero and at most 24 days, inclusive.</summary>
    public TimeSpan? MaxDelay { get; set; }

    /// <summary>Whether own delays are spread. Default null: as the policy's own; else true or false.</summary>
    public bool? Jitter { get; set; }

    internal RetryCategoryOptions Copy() => (RetryCategoryOptions)MemberwiseClone();
}
