import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import TicketListDisplay from './ticketListDisplay';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('displays a list of tickets with their current status', async () => {
  fetchMock.get('/api/tickets', { status: 200, body: [{ id: 1, status: 'Open' }, { id: 2, status: 'Resolved' }] });
  
  await act(async () => { render(<MemoryRouter><TicketListDisplay /></MemoryRouter>); });
  
  expect(fetchMock.calls('/api/tickets').length).toBe(1);
  expect(screen.getByText('Open')).toBeInTheDocument();
  expect(screen.getByText('Resolved')).toBeInTheDocument();
  expect(screen.queryByText('Failed to fetch ticket list')).toBeNull(); // added
}, 10000);

test('shows error if fetching ticket list fails', async () => {
  fetchMock.get('/api/tickets', 500);
  
  await act(async () => { render(<MemoryRouter><TicketListDisplay /></MemoryRouter>); });
  
  expect(fetchMock.calls('/api/tickets').length).toBe(1);
  expect(screen.getByText('Failed to fetch ticket list')).toBeInTheDocument();
  expect(screen.queryByText('Open')).toBeNull(); // added
  expect(screen.queryByText('Resolved')).toBeNull(); // added
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('displays a list of tickets with their current status, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/tickets', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><TicketListDisplay /></MemoryRouter>); });
  expect(screen.queryByText('Failed to fetch ticket list')).toBeNull();
  await act(async () => { answer({ status: 200, body: [{ id: 3, status: 'Pending' }, { id: 4, status: 'Closed' }, { id: 5, status: 'Reopened' }] }); });

  expect(screen.getByText('Pending')).toBeInTheDocument();
  expect(screen.getByText('Closed')).toBeInTheDocument();
  expect(screen.getByText('Reopened')).toBeInTheDocument();
}, 10000);
