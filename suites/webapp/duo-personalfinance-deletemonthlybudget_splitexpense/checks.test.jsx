import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './deleteMonthlyBudget_splitExpense';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Success: Delete a monthly budget.', async () => {
  fetchMock.delete('/api/delete-budget', { status: 200, body: { success: true } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText('Budget deleted successfully!')).toBeNull(); // added
  expect(screen.queryByText('Budget not found')).toBeNull(); // added

  await act(async () => {
    fireEvent.change(screen.getByTestId('category-input'), { target: { value: 'Groceries' } });
  });

  await act(async () => {
    fireEvent.click(screen.getByTestId('delete-budget-btn'));
  });

  expect(fetchMock.calls('/api/delete-budget').length).toBe(1);
  expect(screen.getByText('Budget deleted successfully!')).toBeInTheDocument();
  expect(screen.queryByText('Budget not found')).toBeNull(); // added
}, 10000);

test('Failure: Delete a monthly budget.', async () => {
  fetchMock.delete('/api/delete-budget', { status: 400, body: { error: 'Budget not found' } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  expect(screen.queryByText('Budget deleted successfully!')).toBeNull(); // added
  expect(screen.queryByText('Budget not found')).toBeNull(); // added

  await act(async () => {
    fireEvent.change(screen.getByTestId('category-input'), { target: { value: 'Groceries' } });
  });

  await act(async () => {
    fireEvent.click(screen.getByTestId('delete-budget-btn'));
  });

  expect(fetchMock.calls('/api/delete-budget').length).toBe(1);
  expect(screen.getByText('Budget not found')).toBeInTheDocument();
  expect(screen.queryByText('Budget deleted successfully!')).toBeNull(); // added
}, 10000);

test('splits an expense into multiple categories successfully', async () => {
  fetchMock.post('/api/split-expense', { success: true });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Expense split successfully!')).toBeNull(); // added
  expect(screen.queryByText('Error splitting expense.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('split-expense-input'), { target: { value: '150' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-split-expense-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Expense split successfully!')).toBeInTheDocument();
  expect(screen.queryByText('Error splitting expense.')).toBeNull(); // added
}, 10000);

test('fails to split an expense into multiple categories', async () => {
  fetchMock.post('/api/split-expense', { success: false });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Expense split successfully!')).toBeNull(); // added
  expect(screen.queryByText('Error splitting expense.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('split-expense-input'), { target: { value: '150' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-split-expense-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Error splitting expense.')).toBeInTheDocument();
  expect(screen.queryByText('Expense split successfully!')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Success: Delete a monthly budget, after a failure', async () => {
  fetchMock.delete('/api/delete-budget', { status: 400, body: { error: 'Budget not found' } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('category-input'), { target: { value: 'Groceries' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('delete-budget-btn'));
  });

  fetchMock.reset();
  fetchMock.delete('/api/delete-budget', { status: 200, body: { success: true } });
  if (screen.queryAllByTestId('category-input').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('category-input'), { target: { value: 'Groceries' } });
  });
  if (screen.queryAllByTestId('delete-budget-btn').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('delete-budget-btn'));
  });

  if (screen.queryAllByText('Budget deleted successfully!').length) expect(screen.queryByText('Budget not found')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('splits an expense into multiple categories successfully, after a failure', async () => {
  fetchMock.post('/api/split-expense', { success: false });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('split-expense-input'), { target: { value: '150' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-split-expense-button')); });

  fetchMock.reset();
  fetchMock.post('/api/split-expense', { success: true });
  if (screen.queryAllByTestId('split-expense-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('split-expense-input'), { target: { value: '150' } }); });
  if (screen.queryAllByTestId('submit-split-expense-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('submit-split-expense-button')); });

  if (screen.queryAllByText('Expense split successfully!').length) expect(screen.queryByText('Error splitting expense.')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Failure: Delete a monthly budget, after a success', async () => {
  fetchMock.delete('/api/delete-budget', { status: 200, body: { success: true } });

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('category-input'), { target: { value: 'Groceries' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('delete-budget-btn'));
  });

  fetchMock.reset();
  fetchMock.delete('/api/delete-budget', { status: 400, body: { error: 'Budget not found' } });
  if (screen.queryAllByTestId('category-input').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('category-input'), { target: { value: 'Groceries' } });
  });
  if (screen.queryAllByTestId('delete-budget-btn').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('delete-budget-btn'));
  });

  if (screen.queryAllByText('Budget not found').length) expect(screen.queryByText('Budget deleted successfully!')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to split an expense into multiple categories, after a success', async () => {
  fetchMock.post('/api/split-expense', { success: true });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('split-expense-input'), { target: { value: '150' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-split-expense-button')); });

  fetchMock.reset();
  fetchMock.post('/api/split-expense', { success: false });
  if (screen.queryAllByTestId('split-expense-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('split-expense-input'), { target: { value: '150' } }); });
  if (screen.queryAllByTestId('submit-split-expense-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('submit-split-expense-button')); });

  if (screen.queryAllByText('Error splitting expense.').length) expect(screen.queryByText('Expense split successfully!')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Success: Delete a monthly budget, not before the answer', async () => {
  let answer;
  fetchMock.delete('/api/delete-budget', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><App /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('category-input'), { target: { value: 'Groceries' } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('delete-budget-btn'));
  });
  expect(screen.queryByText('Budget deleted successfully!')).toBeNull();
  expect(screen.queryByText('Budget not found')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true } }); });

  expect(screen.getByText('Budget deleted successfully!')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('splits an expense into multiple categories successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/split-expense', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('split-expense-input'), { target: { value: '150' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-split-expense-button')); });
  expect(screen.queryByText('Expense split successfully!')).toBeNull();
  expect(screen.queryByText('Error splitting expense.')).toBeNull();
  await act(async () => { answer({ success: true }); });

  expect(screen.getByText('Expense split successfully!')).toBeInTheDocument();
}, 10000);
