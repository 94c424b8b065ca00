using System.Data.Common;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What an exception is, seen from outside: without wrappers, its chain of types, its message. Bounded in depth, whatever the chain looks like.</summary>
internal static class ExceptionShapes
{
    /// <summary>How many exceptions of a chain are looked at.</summary>
    public const int MaxDepth = 8;

    private const int MaxBranches = 64;
    private const int MaxReadable = 64;

    /// <summary>What stands for a message that cannot be read.</summary>
    public const string NoMessage = "(the message could not be read)";

    /// <summary>What stands for the message of an aggregate that is too large to ask.</summary>
    public const string LargeAggregate = "(an aggregate of more errors than can be read)";

    /// <summary>The exception without wrappers that say nothing of their own.</summary>
    public static Exception Unwrap(Exception exception)
    {
        for (var depth = 0; depth < MaxDepth && exception.InnerException is not null; depth++)
        {
            var inner = exception switch
            {
                AggregateException { InnerExceptions.Count: 1 } aggregate => aggregate.InnerException,
                TargetInvocationException invocation => invocation.InnerException,
                _ => null,
            };
            if (inner is null)
            {
                break;
            }

            exception = inner;
        }

        return exception;
    }

    /// <summary>Whether it is the caller's own giving up (D9): its token is cancelled, and no time-out is behind it.</summary>
    public static bool IsCallerCancellation(Exception exception) =>
        exception is OperationCanceledException { CancellationToken.IsCancellationRequested: true, InnerException: not TimeoutException };

    /// <summary>The message of an exception; a getter that throws or returns null is no reason to fail.</summary>
    public static string MessageOf(Exception exception)
    {
        try
        {
            if (exception is AggregateException large && !IsReadable(large))
            {
                return LargeAggregate;
            }

            var message = exception.Message ?? "";
            if (exception is not AggregateException)
            {
                return message;
            }

            // An AggregateException adds the messages of all that it holds, in the order they came.
            var inner = message.IndexOf(" (", StringComparison.Ordinal);
            return inner < 0 ? message : message[..inner];
        }
        catch (Exception)
        {
            return NoMessage;
        }
    }

    /// <summary>
    /// Whether an aggregate may be asked for its message: the getter walks the whole tree, each shared branch anew, by recursion that can
    /// end the process, so the tree must be known to be small before.
    /// </summary>
    private static bool IsReadable(AggregateException aggregate)
    {
        var left = MaxReadable;
        return Fits(aggregate, ref left);

        static bool Fits(AggregateException aggregate, ref int left)
        {
            var inner = aggregate.InnerExceptions;
            for (var i = 0; i < inner.Count; i++)
            {
                if (--left < 0 || (inner[i] is AggregateException nested && !Fits(nested, ref left)))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>A hash of the types and codes in the chain, for this process only.</summary>
    public static ulong KeyOf(Exception exception)
    {
        var key = 0ul;
        var depth = 0;
        for (var e = exception; e is not null && depth < MaxDepth; e = e.InnerException, depth++)
        {
            key = StableHash.Combine(StableHash.Combine(key, TypeKey(e)), CodeKey(e));
            if (e.InnerException is not null && e is AggregateException { InnerExceptions: { Count: > 1 } many })
            {
                var sum = 0ul;
                for (var i = 0; i < Math.Min(many.Count, MaxBranches); i++)
                {
                    sum += StableHash.Finish(TypeKey(many[i]));
                }

                return StableHash.Combine(key, sum);
            }
        }

        return key;
    }

    /// <summary>The names of the types in the chain, outermost first; of several inner exceptions each type once, in order of name.</summary>
    public static IReadOnlyList<string> TypesOf(Exception exception)
    {
        var names = new List<string>();
        var depth = 0;
        for (var e = exception; e is not null && depth < MaxDepth; e = e.InnerException, depth++)
        {
            names.Add(NameOf(e.GetType()));
            if (e is AggregateException { InnerExceptions: { Count: > 1 } many })
            {
                names.AddRange(many.Take(MaxBranches).Select(inner => NameOf(inner.GetType())).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
                break;
            }
        }

        return names;
    }

    /// <summary>The stack as the exception itself tells it: where it came from another process, there are no frames. Null for none, also when it cannot be read.</summary>
    public static string? StackTextOf(Exception exception)
    {
        try
        {
            return exception.StackTrace is { Length: > 0 } text ? text : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>The full name of a type as it is written in C#: generic arguments in angle brackets, without assemblies and versions.</summary>
    public static string NameOf(Type type) => TypeNames.Full(type);

    private static ulong TypeKey(Exception exception) => (ulong)exception.GetType().TypeHandle.Value;

    private static ulong CodeKey(Exception exception)
    {
        var key = (uint)exception.HResult;
        if (exception is HttpRequestException { StatusCode: { } status })
        {
            return StableHash.Combine(key, (ulong)status);
        }

        // The base of both kinds below: one test in place of two for all other exceptions.
        return exception is not ExternalException ? key : exception switch
        {
            SocketException socket => StableHash.Combine(key, (ulong)socket.SocketErrorCode),
            DbException { SqlState: { } state } => StableHash.Combine(key, StableHash.Of(state)),
            _ => key,
        };
    }
}
