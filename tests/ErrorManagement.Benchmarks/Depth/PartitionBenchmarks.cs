using BenchmarkDotNet.Attributes;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Benchmarks.Depth;

/// <summary>A look-up by key and a call through what it finds, on one thread and on four, against the usual bounded cache: a dictionary and a list in the order of use under one lock.</summary>
[MemoryDiagnoser]
public class PartitionBenchmarks
{
    private const int Calls = 100_000;
    private static readonly string[] Hosts = [.. Enumerable.Range(0, 64).Select(i => $"host-{i}.example")];

    private readonly CircuitBreakerPartitions<string> _partitions = new("hosts");
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<CircuitBreaker>> _byHost = [];
    private readonly LinkedList<CircuitBreaker> _byUse = new();

    [Params(1, 4)]
    public int Threads { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public void OneLock() => OnAllThreads(FindUnderLock);

    [Benchmark(OperationsPerInvoke = Calls)]
    public void Partitions() => OnAllThreads(_partitions.GetOrAdd);

    private void OnAllThreads(Func<string, CircuitBreaker> find)
    {
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < Calls / Threads; i++)
            {
                find(Hosts[i % Hosts.Length]).Execute(static (value, _) => value, i);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
    }

    private CircuitBreaker FindUnderLock(string host)
    {
        lock (_gate)
        {
            if (_byHost.TryGetValue(host, out var node))
            {
                _byUse.Remove(node);
            }
            else
            {
                _byHost[host] = node = new LinkedListNode<CircuitBreaker>(new CircuitBreaker(host));
            }

            _byUse.AddFirst(node);
            return node.Value;
        }
    }
}
