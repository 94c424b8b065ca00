using ErrorManagement.CircuitBreakers;
using static ErrorManagement.Core.Tests.CircuitBreakers.BreakerOperation;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>A call in flight, of the real breaker and of the model, and how to end both.</summary>
internal sealed class BreakerCallInFlight
{
    private static readonly TimeoutException Plain = new();
    private static readonly InvalidOperationException Tripping = new();
    private static readonly NotSupportedException Ignored = new();
    private static readonly FormatException JudgedSuccess = new();
    private static readonly OverflowException JudgeThrows = new();

    private readonly CircuitBreakerModel.Call _modelled;
    private readonly TaskCompletionSource<CircuitVerdict>? _answer;
    private readonly CancellationTokenSource? _caller;
    private readonly Task<CallResult<CircuitVerdict>>? _task;
    private CircuitPermit _permit;

    public BreakerCallInFlight(CircuitBreakerModel.Call modelled, CircuitPermit permit) => (_modelled, _permit) = (modelled, permit);

    public BreakerCallInFlight(CircuitBreakerModel.Call modelled, TaskCompletionSource<CircuitVerdict> answer, CancellationTokenSource caller, Task<CallResult<CircuitVerdict>> task) =>
        (_modelled, _answer, _caller, _task) = (modelled, answer, caller, task);

    public CircuitBreakerModel.Call Modelled => _modelled;

    /// <summary>Lets the endings mean what their names say.</summary>
    public static void Configure(CircuitBreakerOptions options)
    {
        options.IgnoredExceptionTypes.Add(Ignored.GetType());
        options.JudgeException = static (exception, _) => exception switch
        {
            OverflowException => throw new InvalidCastException("the host's judge fails"),
            InvalidOperationException => CircuitVerdict.Trip,
            FormatException => CircuitVerdict.Success,
            _ => null,
        };
        options.JudgeResult<CircuitVerdict>(static verdict => verdict);
    }

    public void End(CircuitBreakerModel model, Endings ending)
    {
        if (_answer is null)
        {
            EndPermit(ending);
        }
        else
        {
            EndTask(ending);
        }

        model.End(_modelled, VerdictOf(ending));
    }

    private static CircuitVerdict VerdictOf(Endings ending) => ending switch
    {
        Endings.Success or Endings.ExceptionJudgedSuccess => CircuitVerdict.Success,
        Endings.Ignored or Endings.CancelledByCaller => CircuitVerdict.Ignore,
        Endings.Trip => CircuitVerdict.Trip,
        _ => CircuitVerdict.Failure,
    };

    private static Exception ExceptionOf(Endings ending) => ending switch
    {
        Endings.Ignored => Ignored,
        Endings.Trip => Tripping,
        Endings.JudgeThrows => JudgeThrows,
        Endings.ExceptionJudgedSuccess => JudgedSuccess,
        _ => Plain,
    };

    private void EndPermit(Endings ending)
    {
        switch (ending)
        {
            case Endings.Success:
                _permit.Succeed();
                break;
            case Endings.CancelledByCaller:
                _permit.Ignore();
                break;
            case Endings.WithoutVerdict:
                _permit.Dispose();
                break;
            default:
                _permit.Fail(ExceptionOf(ending));
                break;
        }

        _permit.Dispose(); // the first verdict wins
    }

    private void EndTask(Endings ending)
    {
        switch (ending)
        {
            case Endings.CancelledByCaller:
                _caller!.Cancel();
                _answer!.SetCanceled(_caller.Token);
                break;
            case Endings.JudgeThrows or Endings.ExceptionJudgedSuccess or Endings.WithoutVerdict:
                _answer!.SetException(ExceptionOf(ending));
                break;
            default:
                _answer!.SetResult(VerdictOf(ending));
                break;
        }

        Task.WaitAny(_task!); // the continuation may have been handed to the pool
        _ = _task!.Exception;
    }
}
