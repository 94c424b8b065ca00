namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>One step of a random schedule.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Which">Which of the calls in flight, or how much; taken modulo what there is.</param>
/// <param name="Ending">How the call ends.</param>
internal readonly record struct BreakerOperation(BreakerOperation.Kinds Kind, int Which, BreakerOperation.Endings Ending)
{
    private static readonly Kinds[] KindsByWeight = Weigh<Kinds>(18, 4, 28, 14, 2, 4, 8, 8, 6, 2, 1, 1, 1, 2, 3, 2, 4);
    private static readonly Endings[] EndingsByWeight = Weigh<Endings>(40, 30, 6, 3, 4, 3, 5, 4);

    /// <summary>What may be done.</summary>
    internal enum Kinds
    {
        Enter,
        EnterAsync,
        End,
        Call,
        NeverEnd,
        SlowCall,
        FailUntilOpen,
        Advance,
        AdvanceToDeadline,
        SetWallClock,
        Isolate,
        Disable,
        UseMetricsOnly,
        Reset,
        MoveTo,
        OpenFor,
        ApplyOptions,
    }

    /// <summary>How a call may end.</summary>
    internal enum Endings
    {
        Success,
        Failure,
        Ignored,
        Trip,
        WithoutVerdict,
        JudgeThrows,
        CancelledByCaller,
        ExceptionJudgedSuccess,
    }

    public static BreakerOperation Draw(Random random) =>
        new(KindsByWeight[random.Next(KindsByWeight.Length)], random.Next(1_000), EndingsByWeight[random.Next(EndingsByWeight.Length)]);

    public override string ToString() => Kind switch
    {
        Kinds.End or Kinds.SlowCall => $"{Kind}({Which}, {Ending})",
        Kinds.Call => $"{Kind}({Ending})",
        Kinds.NeverEnd or Kinds.Advance or Kinds.AdvanceToDeadline or Kinds.MoveTo or Kinds.OpenFor or Kinds.SetWallClock or Kinds.ApplyOptions => $"{Kind}({Which})",
        _ => Kind.ToString(),
    };

    private static T[] Weigh<T>(params int[] weights)
        where T : struct, Enum =>
        Enum.GetValues<T>().Zip(weights, (value, weight) => Enumerable.Repeat(value, weight)).SelectMany(values => values).ToArray();
}
