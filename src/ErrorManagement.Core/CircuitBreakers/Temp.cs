#pragma warning disable
using System.Linq;
namespace ErrorManagement.CircuitBreakers;
internal sealed class LastCallsWindow(int n) { private readonly object g=new(); private readonly System.Collections.Generic.Queue<(bool f,bool s)> q=new();
 public void AddSuccess(bool slow){lock(g){q.Enqueue((false,slow)); if(q.Count>n)q.Dequeue();}} public void AddFailure(bool slow){lock(g){q.Enqueue((true,slow)); if(q.Count>n)q.Dequeue();}}
 public OutcomeCounts Sum(){lock(g) return new OutcomeCounts(q.Count(x=>!x.f),q.Count(x=>x.f),q.Count(x=>x.s));} }
internal static class WilsonBound { public static double Lower(long k,long n,double c){ if(n==0) return 0; double z=1.6448536; double p=(double)k/n; return (p+z*z/(2*n)-z*System.Math.Sqrt(p*(1-p)/n+z*z/(4.0*n*n)))/(1+z*z/n);} }
internal sealed class CallsInFlight(System.TimeSpan threshold,long epoch) { public long Epoch=>epoch; private readonly System.Collections.Generic.List<long> l=new();
 public void Start(long at){lock(l)l.Add(at);} public void End(long at){lock(l)l.Remove(at);} public long Overdue(long now){lock(l) return l.Count(x=>now-x>threshold.Ticks);} public bool IsCheckDue(long now)=>true; }
internal sealed class RecentCalls { private readonly System.Collections.Generic.List<(long at,long d,bool ok)> l=new(); public void AddSuccess(long at,System.TimeSpan d){lock(l)l.Add((at,d.Ticks,true));} public void AddFailure(long at,System.TimeSpan? d){lock(l)l.Add((at,d?.Ticks??-1,false));}
 public (System.TimeSpan Average,System.TimeSpan P95)? Summarize(){lock(l){var a=l.Where(x=>x.ok).Select(x=>x.d).OrderBy(x=>x).ToArray(); if(a.Length==0)return null; return (System.TimeSpan.FromTicks((long)a.Average()),System.TimeSpan.FromTicks(a[(int)System.Math.Ceiling(.95*a.Length)-1]));}} public System.Collections.Generic.IReadOnlyList<CircuitCall> ToArray()=>[]; }
